#include "training/run/config_fields.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>
#include <google/protobuf/text_format.h>

namespace tandem {
namespace {

namespace pb = google::protobuf;

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`.
int edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<int>> cost(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = static_cast<int>(i);
  std::iota(cost[0].begin(), cost[0].end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int replaced = cost[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

std::string last_part(const std::string& name) { return name.substr(name.rfind('.') + 1); }

void append_field_names(const pb::Descriptor& type, const std::string& prefix,
                        std::vector<std::string>& names) {
  for (int i = 0; i < type.field_count(); ++i) {
    const pb::FieldDescriptor& field = *type.field(i);
    const std::string name = prefix + field.name();
    if (field.message_type() && !field.is_repeated()) {
      append_field_names(*field.message_type(), name + '.', names);
    } else {
      names.push_back(name);
    }
  }
}

using Visit =
    std::function<void(const std::string&, const pb::Message&, const pb::FieldDescriptor&)>;

void visit_fields(const pb::Message& message, const std::string& prefix, const Visit& visit) {
  const pb::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const pb::FieldDescriptor& field = *type.field(i);
    if (field.message_type() && !field.is_repeated()) {
      visit_fields(message.GetReflection()->GetMessage(message, &field),
                   prefix + field.name() + '.', visit);
    } else {
      visit(prefix + field.name(), message, field);
    }
  }
}

}  // namespace

std::vector<std::string> field_names(const pb::Descriptor& type) {
  std::vector<std::string> names;
  append_field_names(type, "", names);
  return names;
}

void for_each_field(const pb::Message& message, const Visit& visit) {
  visit_fields(message, "", visit);
}

std::string field_text(const pb::Message& parent, const pb::FieldDescriptor& field) {
  const pb::Reflection& reflection = *parent.GetReflection();
  const auto element = [&](int index) {
    std::string text;
    if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_STRING) {
      return field.is_repeated() ? reflection.GetRepeatedString(parent, &field, index)
                                 : reflection.GetString(parent, &field);
    }
    pb::TextFormat::PrintFieldValueToString(parent, &field, index, &text);
    return text;
  };
  if (!field.is_repeated()) return element(-1);
  std::string text;
  for (int i = 0; i < reflection.FieldSize(parent, &field); ++i) {
    if (i > 0) text += ',';
    text += element(i);
  }
  return text;
}

void set_defaults(pb::Message& message) {
  // Text knows every type, so that this needs no case for each: parse the defaults as they print.
  const pb::Reflection& reflection = *message.GetReflection();
  const pb::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const pb::FieldDescriptor& field = *type.field(i);
    if (field.is_repeated()) continue;
    if (field.message_type()) {
      set_defaults(*reflection.MutableMessage(&message, &field));
    } else if (field.has_default_value() && !reflection.HasField(message, &field)) {
      std::string value;
      pb::TextFormat::PrintFieldValueToString(message, &field, -1, &value);
      pb::TextFormat::ParseFieldValueFromString(value, &field, &message);
    }
  }
}

std::optional<std::string> nearest_field(const pb::Descriptor& type, const std::string& name) {
  // By the last part first: "visits" alone is near to search.visits; of equals, by the whole name.
  std::optional<std::string> nearest;
  std::pair<int, int> nearest_distance;
  for (const std::string& known : field_names(type)) {
    const int whole = edit_distance(known, name);
    const std::pair distance(std::min(whole, edit_distance(last_part(known), last_part(name))),
                             whole);
    if (nearest && distance >= nearest_distance) continue;
    nearest = known;
    nearest_distance = distance;
  }
  const int limit = std::max<int>(1, static_cast<int>(last_part(name).size()) / 3);
  if (nearest_distance.first > limit) return {};
  return nearest;
}

std::string suggest_field(const pb::Descriptor& type, const std::string& name) {
  if (const auto nearest = nearest_field(type, name)) {
    return fmt::format(" (did you mean {}?)", *nearest);
  }
  return fmt::format(" (known fields: {})", fmt::join(field_names(type), ", "));
}

}  // namespace tandem
