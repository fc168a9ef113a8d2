#include "training/run/config.h"

#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "engine/files.h"
#include "proto/options.pb.h"
#include "tests/training/run/run_fixture.h"
#include "training/run/text_message.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;
namespace pb = google::protobuf;

RunConfig valid_config() {
  RunConfig config;
  config.set_game("tic_tac_toe");
  return config;
}

/// What reading a file with this text says.
std::string read_error(const std::string& text) {
  const TemporaryFolder folder;
  write_bytes(folder.path() / "my.textproto", text);
  return error_text([&] { read_run_config((folder.path() / "my.textproto").string()); });
}

std::string check_error(const std::string& text) {
  RunConfig config = valid_config();
  parse_text_message("game: \"tic_tac_toe\" " + text, "text", config);
  return error_text([&] { check_run_config(config); });
}

TEST(ConfigTest, ReadsAFileAndItsComments) {
  const TemporaryFolder folder;
  const std::string file = folder.path() / "my.textproto";
  write_bytes(file, "# why\ngame: \"tic_tac_toe\"\nsearch { visits: 77 algorithm: PUCT }\n");
  const RunConfig config = read_run_config(file);
  EXPECT_EQ(config.game(), "tic_tac_toe");
  EXPECT_EQ(config.search().visits(), 77);
  EXPECT_EQ(config.search().algorithm(), SearchConfig::PUCT);
  EXPECT_EQ(config.trainer().batch_size(), 256);
}

TEST(ConfigTest, NamesFileLineAndColumnOfSyntaxErrors) {
  EXPECT_TRUE(
      mentions(read_error("game: \"x\"\nsearch {\n  visits: }\n"), {"my.textproto:3:11: "}));
  EXPECT_TRUE(mentions(read_error("game: \"x\"\nsearch {\n  visits: 3\n"), {"my.textproto:4:1: "}));
  EXPECT_TRUE(mentions(read_error("search { visits: 1.5 }"), {"my.textproto:1:18: ", "integer"}));
  EXPECT_TRUE(
      mentions(read_error("search { visits: 3000000000 }"), {"my.textproto:1:18: ", "3000000000"}));
  EXPECT_TRUE(mentions(read_error("seed: -1"), {"my.textproto:1:7: "}));
  EXPECT_TRUE(mentions(read_error("search { solver: maybe }"), {"my.textproto:1:", "maybe"}));
  EXPECT_TRUE(
      mentions(read_error("search { algorithm: ALPHABETA }"), {"my.textproto:1:", "ALPHABETA"}));
  EXPECT_TRUE(mentions(read_error("seed: 1\nseed: 2"), {"my.textproto:2:", "seed"}));
}

TEST(ConfigTest, NamesUnknownFieldsAndWhatWasMeant) {
  EXPECT_TRUE(mentions(read_error("search {\n  vists: 3\n}"),
                       {"my.textproto:2:", "\"vists\"", "did you mean visits?"}));
  // Meant for another block.
  EXPECT_TRUE(mentions(read_error("visits: 3"), {"\"visits\"", "did you mean search.visits?"}));
  EXPECT_TRUE(mentions(read_error("measure { positionss: 3 }"), {"did you mean positions?"}));
  EXPECT_TRUE(
      mentions(read_error("zzzzzzzzz: 3"), {"\"zzzzzzzzz\"", "known fields", "search.visits"}));
}

TEST(ConfigTest, NamesTheFileThatIsMissingAndTheKnownPresets) {
  EXPECT_TRUE(mentions(error_text([] { read_run_config("missing/my.textproto"); }),
                       {"missing/my.textproto", "No such file"}));
  EXPECT_TRUE(mentions(error_text([] { read_run_config("conect_four"); }),
                       {"'conect_four'", "connect_four", "tic_tac_toe"}));
}

TEST(ConfigTest, EveryPresetIsValid) {
  int presets = 0;
  for (const auto& entry : fs::directory_iterator(find_data("configs"))) {
    if (entry.is_directory()) continue;  // presets of other programs
    const RunConfig config = read_run_config(entry.path().stem());
    EXPECT_NO_THROW(check_run_config(config)) << entry.path();
    ++presets;
  }
  EXPECT_GE(presets, 2);
}

TEST(ConfigTest, RefusesAGameThatItsRulesDoNotJudge) {
  RunConfig config;
  config.set_game("translation");
  EXPECT_TRUE(
      mentions(error_text([&] { check_run_config(config); }), {"translation", "tandem-lab"}));
}

TEST(ConfigTest, RefusesAMissingOrUnknownGame) {
  EXPECT_TRUE(
      mentions(error_text([] { check_run_config(RunConfig()); }), {"game", "connect_four"}));
  RunConfig config;
  config.set_game("conect_four");
  EXPECT_TRUE(mentions(error_text([&] { check_run_config(config); }), {"game", "conect_four"}));
}

std::string more_games_error(const std::string& game, const std::vector<std::string>& more,
                             int groups = 4) {
  RunConfig config;
  config.set_game(game);
  for (const std::string& name : more) config.add_more_games(name);
  config.mutable_self_play()->set_groups(groups);
  return error_text([&] { check_run_config(config); });
}

TEST(ConfigTest, RefusesGamesThatOneNetworkCannotLearnTogether) {
  const std::string small = "connect_four(rows=4,columns=4)";
  EXPECT_TRUE(mentions(more_games_error(small, {"connect_for"}),
                       {"more_games is 'connect_for'", "connect_four"}));
  EXPECT_TRUE(mentions(more_games_error(small, {"tic_tac_toe"}),
                       {"more_games holds 'tic_tac_toe'", small, "2 feature planes instead of 4"}));
  // Two spellings of one game.
  EXPECT_TRUE(mentions(more_games_error("connect_four", {small, "connect_four(rows=6,columns=7)"}),
                       {"more_games holds 'connect_four(rows=6,columns=7)'", "already"}));
  EXPECT_TRUE(mentions(more_games_error(small, {"translation"}), {"'translation'", "tokens"}));
  EXPECT_TRUE(mentions(more_games_error("translation", {"translation(source_length=5)"}),
                       {"translation(source_length=5)"}));
  EXPECT_TRUE(mentions(more_games_error(small, {"connect_four(rows=4,columns=5)", "connect_four"},
                                        /*groups=*/2),
                       {"self_play.groups is 2", "3 games", "at least 3"}));
}

TEST(ConfigTest, AcceptsSeveralSizesAndKnowsTheirChangesAsFixed) {
  RunConfig config;
  config.set_game("connect_four(rows=4,columns=4)");
  const RunConfig before = config;
  apply_overrides(
      config, std::vector<std::string>{"more_games=connect_four(rows=4,columns=5),connect_four"});
  ASSERT_EQ(config.more_games_size(), 2);
  EXPECT_EQ(config.more_games(0), "connect_four(rows=4,columns=5)");
  EXPECT_NO_THROW(check_run_config(config));
  const std::vector<FieldChange> changes = config_changes(before, config);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].field, "more_games");
  EXPECT_TRUE(changes[0].fixed);
}

/// Calls `visit` with the dotted name of every singular numeric field.
void for_each_number(
    const pb::Descriptor& type, const std::string& prefix,
    const std::function<void(const std::string&, const pb::FieldDescriptor&)>& visit) {
  for (int i = 0; i < type.field_count(); ++i) {
    const pb::FieldDescriptor& field = *type.field(i);
    if (field.message_type()) {
      for_each_number(*field.message_type(), prefix + field.name() + ".", visit);
    } else if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_INT32 ||
               field.cpp_type() == pb::FieldDescriptor::CPPTYPE_DOUBLE) {
      visit(prefix + field.name(), field);
    }
  }
}

double default_of(const pb::FieldDescriptor& field) {
  return field.cpp_type() == pb::FieldDescriptor::CPPTYPE_INT32 ? field.default_value_int32()
                                                                : field.default_value_double();
}

TEST(ConfigTest, EveryNumberHasARangeWithItsDefaultInside) {
  int fields = 0;
  for_each_number(
      *RunConfig::descriptor(), "", [&](const std::string& name, const pb::FieldDescriptor& field) {
        ++fields;
        ASSERT_TRUE(field.options().HasExtension(range)) << name;
        const Range& limits = field.options().GetExtension(range);
        ASSERT_TRUE(limits.has_min() && limits.has_max() && field.has_default_value()) << name;
        EXPECT_LE(limits.min(), default_of(field)) << name;
        EXPECT_GE(limits.max(), default_of(field)) << name;
      });
  EXPECT_GT(fields, 30);
  EXPECT_NO_THROW(check_run_config(valid_config()));
}

TEST(ConfigTest, EveryNumberOutsideItsRangeIsRefusedByName) {
  for_each_number(
      *RunConfig::descriptor(), "", [](const std::string& name, const pb::FieldDescriptor& field) {
        const Range& limits = field.options().GetExtension(range);
        const bool whole = field.cpp_type() == pb::FieldDescriptor::CPPTYPE_INT32;
        for (const bool above : {false, true}) {
          const double limit = above ? limits.max() : limits.min();
          const double outside = whole ? limit + (above ? 1 : -1)
                                       : std::nextafter(limit, above ? INFINITY : -INFINITY);
          char text[64];
          std::snprintf(text, sizeof(text), whole ? "%.0f" : "%.17g", outside);
          RunConfig config = valid_config();
          apply_overrides(config, std::vector<std::string>{name + "=" + text});
          EXPECT_TRUE(mentions(error_text([&] { check_run_config(config); }), {name + " is "}))
              << text;

          std::snprintf(text, sizeof(text), whole ? "%.0f" : "%.17g", limit);
          config = valid_config();
          apply_overrides(config, std::vector<std::string>{name + "=" + text});
          EXPECT_NO_THROW(check_run_config(config)) << name << text;
        }
      });
}

TEST(ConfigTest, RefusesWhatIsNoFiniteNumber) {
  for (const std::string value : {"nan", "inf", "-inf", "1e999"}) {
    EXPECT_TRUE(mentions(check_error("trainer { learning_rate: " + value + " }"),
                         {"trainer.learning_rate is "}));
  }
}

TEST(ConfigTest, ListsEveryChangeAndWhetherItIsFixed) {
  RunConfig before = valid_config();
  RunConfig after = before;
  EXPECT_TRUE(config_changes(before, after).empty());
  // A default written out is no change.
  before.mutable_search()->set_visits(32);
  EXPECT_TRUE(config_changes(before, after).empty());

  after.set_seed(18446744073709551615u);
  after.mutable_network()->set_channels(128);
  after.mutable_trainer()->set_learning_rate(0.001);
  after.mutable_search()->set_algorithm(SearchConfig::PUCT);
  after.mutable_measure()->add_suites("a");
  after.mutable_measure()->add_suites("b");
  std::set<std::string> changes;
  for (const FieldChange& change : config_changes(before, after)) {
    changes.insert(change.field + ": " + change.before + " -> " + change.after +
                   (change.fixed ? " (fixed)" : ""));
  }
  EXPECT_EQ(changes, (std::set<std::string>{
                         "seed: 1 -> 18446744073709551615 (fixed)",
                         "network.channels: 64 -> 128 (fixed)",
                         "trainer.learning_rate: 0.002 -> 0.001",
                         "search.algorithm: GUMBEL -> PUCT",
                         "measure.suites:  -> a,b",
                     }));
}

TEST(ConfigTest, FindsDataBesideAFileFirst) {
  const TemporaryFolder folder;
  fs::create_directory(folder.path() / "configs");
  EXPECT_EQ(find_data("configs", folder.path()), folder.path() / "configs");
  EXPECT_NE(find_data("configs"), folder.path() / "configs");
  EXPECT_EQ(find_data(folder.path()), folder.path());
  EXPECT_TRUE(mentions(error_text([&] { find_data("suites/none", folder.path()); }),
                       {"suites/none", folder.path().string()}));
}

}  // namespace
}  // namespace tandem
