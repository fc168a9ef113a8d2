// Real text as a task, on text of a few words made here.
#include "training/lab/parallel_task.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "games/error.h"
#include "games/random.h"
#include "tests/training/run/run_fixture.h"
#include "training/lab/parallel/subwords.h"

namespace tandem {
namespace {

using testing::HasSubstr;

constexpr const char* kNouns[] = {"cat", "dog", "bird", "fish", "horse", "mouse", "snake", "cow"};
constexpr const char* kVerbs[] = {"sees", "likes", "hears", "finds", "follows"};
constexpr const char* kAdjectives[] = {"red", "old", "small", "quick", "sad", "clever"};

/// One of 60, of which few texts have all.
std::string rare_noun(Random& random) {
  const auto letter = [&](int n) { return static_cast<char>('a' + random.below(n)); };
  return std::string("z") + letter(5) + letter(12);
}

/// "the red cat sees the old dog": 10 sentences a document, one noun in ten a rare one.
ParallelText made_text(int documents) {
  Random random(17);
  const auto noun = [&] {
    return random.below(10) == 0 ? rare_noun(random) : std::string(kNouns[random.below(8)]);
  };
  ParallelText text;
  for (int i = 0; i < documents * 10; ++i) {
    const std::string subject = noun();
    const std::string object = noun();
    const std::string source =
        fmt::format("the {} {} {} the {} {}", kAdjectives[random.below(6)], subject,
                    kVerbs[random.below(5)], kAdjectives[random.below(6)], object);
    text.push_back({fmt::format("document {}", i / 10), source, "target of " + source});
  }
  return text;
}

/// Writes every line backwards; doesn't know the word "sad".
class Backwards : public Translator {
 public:
  std::vector<std::string> translate(const std::vector<std::string>& lines) override {
    std::vector<std::string> answers;
    for (std::string line : lines) {
      const bool unknown = line.find("sad") != std::string::npos;
      std::ranges::reverse(line);
      answers.push_back((unknown ? "*" : "") + line);
    }
    return answers;
  }
  const std::string& command() const override { return command_; }

 private:
  const std::string command_ = "backwards";
};

class ParallelTaskTest : public testing::Test {
 protected:
  ParallelTaskTest() {
    config_.mutable_parallel()->set_subwords(0);
    config_.set_iterations(2);
    config_.set_sources_per_iteration(100);
    config_.mutable_corpus()->set_seed_pairs(100);
    config_.mutable_corpus()->set_test_sentences(10);
  }

  std::string text_of(const LabTask& task, const std::vector<Token>& target) const {
    return task.target_text(target);
  }

  LabConfig config_;
};

TEST_F(ParallelTaskTest, NothingIsTestedThatWasTrainedOn) {
  const LabTask task = make_parallel_task(config_, made_text(90), 1);
  EXPECT_EQ(task.seed_pairs.size(), 100u);
  EXPECT_EQ(task.loop_sources.size(), 200u);
  EXPECT_EQ(task.fresh_pairs.size(), 200u);
  std::set<std::vector<Token>> training(task.loop_sources.begin(), task.loop_sources.end());
  for (const auto* pairs : {&task.seed_pairs, &task.fresh_pairs}) {
    for (const SentencePair& pair : *pairs) training.insert(pair.source);
  }
  ASSERT_EQ(task.tests.size(), 2u);
  EXPECT_EQ(task.tests[0].name, "known");
  EXPECT_EQ(task.tests[1].name, "novel");
  for (const TestSet& test : task.tests) {
    EXPECT_LE(test.pairs.size(), 10u);
    EXPECT_GE(test.pairs.size(), 5u);
    for (const SentencePair& pair : test.pairs) {
      EXPECT_FALSE(training.contains(pair.source));
      EXPECT_THAT(pair.target, testing::Not(testing::Contains(Subwords::kUnknown)))
          << "<unk> would be right";
    }
  }
}

TEST_F(ParallelTaskTest, TargetsAreTheTextsOwnAndComeBackAsText) {
  const ParallelText text = made_text(90);
  std::set<std::string> targets;
  for (const ParallelPair& pair : text) targets.insert(pair.target);
  for (const int subwords : {0, 60}) {
    config_.mutable_parallel()->set_subwords(subwords);
    const LabTask task = make_parallel_task(config_, text, 1);
    for (const SentencePair& pair : task.seed_pairs) {
      EXPECT_TRUE(targets.contains(text_of(task, pair.target)));
      EXPECT_NO_THROW(record_of_pair(*task.forward, pair, 1));
      EXPECT_NO_THROW(record_of_pair(*task.backward, {pair.target, pair.source}, 1));
    }
    const auto right = task.translate(task.loop_sources);
    ASSERT_EQ(right.size(), 200u);
    for (const auto& target : right) EXPECT_TRUE(targets.contains(text_of(task, target.value())));
    EXPECT_EQ(task.translate({{1}})[0], std::nullopt) << "nobody knows";
  }
}

TEST_F(ParallelTaskTest, IsAFunctionOfTextAndSeed) {
  const ParallelText text = made_text(90);
  const LabTask first = make_parallel_task(config_, text, 1);
  const LabTask again = make_parallel_task(config_, text, 1);
  EXPECT_EQ(first.seed_pairs, again.seed_pairs);
  EXPECT_EQ(first.tests[1].pairs, again.tests[1].pairs);
  EXPECT_NE(first.seed_pairs, make_parallel_task(config_, text, 2).seed_pairs);
}

TEST_F(ParallelTaskTest, ATranslatorMakesTheTargets) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "text.tsv";
  std::ofstream out(file);
  for (const ParallelPair& pair : made_text(30)) {
    out << pair.document << '\t' << pair.source << '\t' << pair.target << '\n';
  }
  out.close();
  config_.mutable_parallel()->set_text(file.string());
  Backwards backwards;
  const ParallelText text = read_task_text(config_, &backwards);
  EXPECT_LT(text.size(), 300u) << "what the translator doesn't know is left out";
  EXPECT_GT(text.size(), 100u);
  for (const ParallelPair& pair : text) {
    EXPECT_EQ(std::string(pair.target.rbegin(), pair.target.rend()), pair.source);
    EXPECT_THAT(pair.source, testing::Not(HasSubstr("sad")));
  }

  config_.mutable_parallel()->set_longest(6);
  EXPECT_EQ(read_task_text(config_, nullptr).size(), 0u) << "all have more words";
  config_.mutable_parallel()->set_longest(10);
  config_.mutable_parallel()->set_most_pairs(50);
  EXPECT_EQ(read_task_text(config_, nullptr).size(), 50u);
}

TEST_F(ParallelTaskTest, TooLittleTextIsNamed) {
  try {
    make_parallel_task(config_, made_text(10), 1);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("seed_pairs"));
  }
}

}  // namespace
}  // namespace tandem
