#include <gtest/gtest.h>

#include "proto/options.pb.h"
#include "tests/training/run/run_fixture.h"
#include "training/run/config.h"
#include "training/run/text_message.h"

namespace tandem {
namespace {

namespace pb = google::protobuf;

std::string override_error(const std::string& text) {
  RunConfig config;
  return error_text([&] { apply_overrides(config, std::vector{text}); });
}

/// A value as text that every field of this type accepts and that is not its default.
std::string other_value(const pb::FieldDescriptor& field) {
  using F = pb::FieldDescriptor;
  const Range& limits = field.options().GetExtension(range);
  switch (field.cpp_type()) {
    case F::CPPTYPE_INT32:
      return std::to_string(field.default_value_int32() + 1);
    case F::CPPTYPE_UINT64:
      return "18446744073709551615";
    case F::CPPTYPE_DOUBLE:
      return field.default_value_double() == limits.min() ? "0.0625" : "0.03125";
    case F::CPPTYPE_BOOL:
      return field.default_value_bool() ? "false" : "true";
    case F::CPPTYPE_ENUM:
      return field.enum_type()->value(1)->name();
    case F::CPPTYPE_STRING:
      return field.is_repeated() ? "one,two/three" : "a game(b=1,c=2)";
    default:
      ADD_FAILURE() << "a type that no field had: " << field.DebugString();
      return {};
  }
}

void check_fields(const pb::Descriptor& type, const std::string& prefix, int& fields) {
  for (int i = 0; i < type.field_count(); ++i) {
    const pb::FieldDescriptor& field = *type.field(i);
    const std::string name = prefix + field.name();
    if (field.message_type()) {
      check_fields(*field.message_type(), name + ".", fields);
      continue;
    }
    ++fields;
    const std::string value = other_value(field);
    RunConfig config;
    apply_overrides(config, std::vector{name + "=" + value});
    const auto changes = config_changes(RunConfig(), config);
    ASSERT_EQ(changes.size(), 1u) << name;
    EXPECT_EQ(changes[0].field, name);
    EXPECT_EQ(changes[0].after, value);
    EXPECT_EQ(changes[0].fixed, field.options().GetExtension(fixed));

    RunConfig read_back;
    parse_text_message(print_text_message(config), name, read_back);
    EXPECT_TRUE(config_changes(config, read_back).empty()) << name;
  }
}

TEST(OverridesTest, SetEveryFieldOfEveryType) {
  int fields = 0;
  check_fields(*RunConfig::descriptor(), "", fields);
  EXPECT_GT(fields, 40);
}

TEST(OverridesTest, TakeTheLastOfTwoAndEmptyAList) {
  RunConfig config;
  apply_overrides(config, std::vector<std::string>{"search.visits=5", "measure.suites=a,b",
                                                   "search.visits=6", "measure.suites="});
  EXPECT_EQ(config.search().visits(), 6);
  EXPECT_EQ(config.measure().suites_size(), 0);
}

TEST(OverridesTest, NameTheUnknownFieldAndWhatWasMeant) {
  EXPECT_TRUE(
      mentions(override_error("search.vists=3"), {"search.vists", "did you mean search.visits?"}));
  EXPECT_TRUE(mentions(override_error("measure.vists=3"), {"did you mean measure.visits?"}));
  EXPECT_TRUE(mentions(override_error("serach.visits=3"), {"did you mean search.visits?"}));
  EXPECT_TRUE(mentions(override_error("learning_rate=3"), {"did you mean trainer.learning_rate?"}));
  EXPECT_TRUE(mentions(override_error("zzzzzzzzz=3"), {"zzzzzzzzz", "known fields: game, more_games, seed"}));
  EXPECT_TRUE(mentions(override_error("seed.x=3"), {"seed.x", "seed has no parts"}));
  EXPECT_TRUE(mentions(override_error("search=3"), {"group of fields", "visits"}));
  EXPECT_TRUE(mentions(override_error("=3"), {"no such field"}));
}

TEST(OverridesTest, NameTheValueThatDoesNotFit) {
  EXPECT_TRUE(mentions(override_error("search.visits"), {"search.visits", "field=value"}));
  for (const std::string value : {"", "x", "3x", " 3", "1.5", "3000000000", "0x10", "1e3"}) {
    EXPECT_TRUE(mentions(override_error("search.visits=" + value),
                         {"'" + value + "'", "search.visits", "whole number"}));
  }
  for (const std::string value : {"", "x", "1,5", "nan", "inf", "-inf", "1e999", "1 "}) {
    EXPECT_TRUE(mentions(override_error("trainer.learning_rate=" + value),
                         {"'" + value + "'", "trainer.learning_rate", "a number"}));
  }
  EXPECT_TRUE(mentions(override_error("seed=-1"), {"'-1'", "seed"}));
  EXPECT_TRUE(mentions(override_error("search.solver=yes"), {"'yes'", "true or false"}));
  EXPECT_TRUE(mentions(override_error("search.algorithm=gumbel"), {"'gumbel'", "GUMBEL, PUCT"}));
}

TEST(OverridesTest, ChangeNothingIfOneOfThemIsWrong) {
  RunConfig config;
  EXPECT_THROW(
      apply_overrides(config, std::vector<std::string>{"search.visits=5", "search.vists=6"}),
      Error);
  EXPECT_FALSE(config.has_search());
}

}  // namespace
}  // namespace tandem
