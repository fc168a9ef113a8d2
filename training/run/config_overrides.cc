// "search.visits=64": finds the field by its dotted name and parses the value by the field's type.
#include <charconv>
#include <cmath>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "games/error.h"
#include "training/run/config.h"
#include "training/run/config_fields.h"

namespace tandem {
namespace {

namespace pb = google::protobuf;

struct Target {
  pb::Message* parent = nullptr;
  const pb::FieldDescriptor* field = nullptr;
};

/// Separators between brackets divide nothing: "hex(size=5,swap=true),hex(size=7)" has two parts.
std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  int open = 0;
  for (const char c : text) {
    if (c == '(') ++open;
    if (c == ')') --open;
    if (c == separator && open <= 0) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

Target find_target(pb::Message& config, const std::string& name) {
  Target target{&config, nullptr};
  for (const std::string& part : split(name, '.')) {
    if (target.field) {  // step into the message found so far
      if (!target.field->message_type() || target.field->is_repeated()) {
        throw Error(fmt::format("--set {}: {} has no parts", name, target.field->name()));
      }
      target.parent = target.parent->GetReflection()->MutableMessage(target.parent, target.field);
    }
    target.field = target.parent->GetDescriptor()->FindFieldByName(part);
    if (!target.field) {
      throw Error(fmt::format("--set {}: there is no such field{}", name,
                              suggest_field(*config.GetDescriptor(), name)));
    }
  }
  if (target.field->message_type()) {
    throw Error(fmt::format("--set {}: this is a group of fields; set one of {}.{{{}}}", name, name,
                            fmt::join(field_names(*target.field->message_type()), ", ")));
  }
  return target;
}

template <typename Number>
std::optional<Number> parse_number(const std::string& text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

/// Sets a singular field, or appends to a repeated one, through reflection's two families of
/// functions.
template <typename Value, typename Set, typename Add>
bool store(const Target& target, const std::optional<Value>& value, Set set, Add add) {
  if (!value) return false;
  const pb::Reflection& reflection = *target.parent->GetReflection();
  if (target.field->is_repeated()) {
    (reflection.*add)(target.parent, target.field, *value);
  } else {
    (reflection.*set)(target.parent, target.field, *value);
  }
  return true;
}

std::optional<bool> parse_bool(const std::string& text) {
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  return {};
}

std::optional<double> parse_finite(const std::string& text) {
  const auto number = parse_number<double>(text);
  return number && std::isfinite(*number) ? number : std::nullopt;
}

std::vector<std::string> enum_names(const pb::EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) names.push_back(type.value(i)->name());
  return names;
}

/// What the field takes, for error messages.
std::string expected(const pb::FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_BOOL:
      return "true or false";
    case pb::FieldDescriptor::CPPTYPE_FLOAT:
    case pb::FieldDescriptor::CPPTYPE_DOUBLE:
      return "a number";
    case pb::FieldDescriptor::CPPTYPE_UINT32:
    case pb::FieldDescriptor::CPPTYPE_UINT64:
      return fmt::format("a whole number of type {}, 0 or more", field.cpp_type_name());
    case pb::FieldDescriptor::CPPTYPE_ENUM:
      return fmt::format("one of {}", fmt::join(enum_names(*field.enum_type()), ", "));
    default:
      return fmt::format("a whole number of type {}", field.cpp_type_name());
  }
}

/// Returns false if `text` is no value of the field's type.
bool store_text(const Target& target, const std::string& text) {
  using R = pb::Reflection;
  using F = pb::FieldDescriptor;
  switch (target.field->cpp_type()) {
    case F::CPPTYPE_BOOL:
      return store(target, parse_bool(text), &R::SetBool, &R::AddBool);
    case F::CPPTYPE_INT32:
      return store(target, parse_number<std::int32_t>(text), &R::SetInt32, &R::AddInt32);
    case F::CPPTYPE_INT64:
      return store(target, parse_number<std::int64_t>(text), &R::SetInt64, &R::AddInt64);
    case F::CPPTYPE_UINT32:
      return store(target, parse_number<std::uint32_t>(text), &R::SetUInt32, &R::AddUInt32);
    case F::CPPTYPE_UINT64:
      return store(target, parse_number<std::uint64_t>(text), &R::SetUInt64, &R::AddUInt64);
    case F::CPPTYPE_FLOAT:
      return store(target, parse_finite(text), &R::SetFloat, &R::AddFloat);
    case F::CPPTYPE_DOUBLE:
      return store(target, parse_finite(text), &R::SetDouble, &R::AddDouble);
    case F::CPPTYPE_ENUM: {
      const pb::EnumValueDescriptor* value = target.field->enum_type()->FindValueByName(text);
      return store(target, value ? std::optional(value) : std::nullopt, &R::SetEnum, &R::AddEnum);
    }
    case F::CPPTYPE_STRING:
      return store(target, std::optional(text), &R::SetString, &R::AddString);
    case F::CPPTYPE_MESSAGE:
      break;  // refused by find_target
  }
  return false;
}

void apply_override(pb::Message& config, const std::string& override_text) {
  const std::size_t equals = override_text.find('=');
  if (equals == std::string::npos) {
    throw Error(
        fmt::format("--set {}: write field=value, for example search.visits=64", override_text));
  }
  const std::string name = override_text.substr(0, equals);
  const std::string value = override_text.substr(equals + 1);
  const Target target = find_target(config, name);

  std::vector<std::string> values = {value};
  if (target.field->is_repeated()) {
    target.parent->GetReflection()->ClearField(target.parent, target.field);
    values = value.empty() ? std::vector<std::string>() : split(value, ',');
  }
  for (const std::string& text : values) {
    if (!store_text(target, text)) {
      throw Error(fmt::format("--set {}: '{}' is not a value of {}, which takes {}", override_text,
                              text, name, expected(*target.field)));
    }
  }
}

}  // namespace

void apply_overrides(pb::Message& config, std::span<const std::string> overrides) {
  const std::unique_ptr<pb::Message> changed(config.New());  // all or nothing
  changed->CopyFrom(config);
  for (const std::string& override_text : overrides) apply_override(*changed, override_text);
  config.CopyFrom(*changed);
}

}  // namespace tandem
