#include "training/lab/parallel/parallel_splits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <regex>
#include <set>
#include <string>

#include <fmt/format.h>

#include "games/random.h"
#include "tests/training/lab/statistics/refusal.h"

namespace tandem {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr ParallelSplitSizes kSizes = {
    .seed_pairs = 300, .loop_sources = 400, .fresh_pairs = 200, .test_known = 50, .test_novel = 50};

/// 200 documents of 20 pairs each, with words as rare as real ones, numbers and package names; the
/// target is the source's words the other way round, with one more here and there; some targets
/// stand with many sources.
ParallelText generated_text() {
  Random random(7);
  const auto word = [&] {
    // Few frequent, many rare ones of 600.
    const int rank = static_cast<int>(std::exp(random.uniform() * std::log(600.0)));
    return fmt::format("w{:c}{:c}", 'a' + rank % 26, 'a' + rank / 26);
  };
  ParallelText text;
  for (int i = 0; i < 4000; ++i) {
    const std::string one = word(), two = word(), name = fmt::format("lib{}-dev", word());
    const std::string document = fmt::format("package {}", i / 20);
    switch (random.below(4)) {
      case 0:
        text.push_back({document, fmt::format("{} of {}, {}.", one, two, name),
                        fmt::format("{} {} lo {}", name, two, one)});
        break;
      case 1:
        text.push_back({document, fmt::format("The {} has {} {}!", one, random.below(50), two),
                        fmt::format("{} {} la {}", two, one, word())});
        break;
      case 2:
        text.push_back({document, fmt::format("{} for the {}", one, two), "Archivos comunes"});
        break;
      default:
        text.push_back({document, fmt::format("{} {} and {}", one, two, word()),
                        fmt::format("{} y {} {}", two, one, i)});
    }
  }
  return text;
}

// Words and templates of ASCII text by another way than the library's.
std::vector<std::string> plain_words(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(c));
  static const std::regex kWord("[a-z0-9]+(-[a-z0-9]+)*");
  static const std::regex kNumber("^[0-9]+$");
  std::vector<std::string> words;
  for (std::sregex_iterator it(text.begin(), text.end(), kWord), end; it != end; ++it) {
    words.push_back(std::regex_replace(it->str(), kNumber, "#"));
  }
  return words;
}

bool is_plain_name(const std::string& word) {
  return word.find_first_of("-0123456789") != std::string::npos;
}

std::string plain_template(const std::string& text) {
  std::string result;
  for (const std::string& word : plain_words(text)) {
    result += is_plain_name(word) ? "@ " : word + " ";
  }
  return result;
}

std::set<std::string> plain_source_words(const ParallelText& pairs) {
  std::set<std::string> words;
  for (const ParallelPair& pair : pairs) {
    for (const std::string& word : plain_words(pair.source)) words.insert(word);
  }
  return words;
}

/// Every training pair against every test pair.
void expect_nothing_shared(const ParallelText& training, const ParallelText& test) {
  std::map<const ParallelPair*, std::pair<std::string, std::string>> templates;
  for (const ParallelText* side : {&training, &test}) {
    for (const ParallelPair& pair : *side) {
      templates[&pair] = {plain_template(pair.source), plain_template(pair.target)};
    }
  }
  for (const ParallelPair& tested : test) {
    for (const ParallelPair& trained : training) {
      const bool shared = tested.document == trained.document || tested.source == trained.source ||
                          tested.target == trained.target ||
                          templates[&tested].first == templates[&trained].first ||
                          templates[&tested].second == templates[&trained].second;
      ASSERT_FALSE(shared) << tested.source << " | " << trained.source;
    }
  }
}

TEST(DocumentSides, ShareNothing) {
  const ParallelText text = generated_text();
  for (const std::uint64_t seed : {1, 2}) {
    const DocumentSides sides = split_by_document(text, seed, 0.25);
    EXPECT_GT(sides.training.size(), 1000u);
    EXPECT_GT(sides.test.size(), 200u);
    expect_nothing_shared(sides.training, sides.test);
    for (const ParallelText* side : {&sides.training, &sides.test}) {
      std::set<std::string> templates;
      for (const ParallelPair& pair : *side) templates.insert(plain_template(pair.source));
      EXPECT_EQ(templates.size(), side->size());
    }
  }
}

TEST(DocumentSides, NeedTemplatesAndTargets) {  // or the test above would show nothing
  const ParallelText text = generated_text();
  std::map<std::string, std::set<std::string>> by_source, by_target;  // documents
  for (const ParallelPair& pair : text) {
    by_source[plain_template(pair.source)].insert(pair.document);
    by_target[plain_template(pair.target)].insert(pair.document);
  }
  const auto in_many = [](const auto& entry) { return entry.second.size() > 1; };
  EXPECT_GT(std::ranges::count_if(by_source, in_many), 50);
  EXPECT_GT(std::ranges::count_if(by_target, in_many), 50);
}

TEST(DocumentSides, KeepTheFirstOfEachTemplateInOrder) {
  const ParallelText text = {{"a", "One train at 8", "t one"},
                             {"a", "Two trains", "t two"},
                             {"a", "one train at 9!", "t three"},
                             {"a", "Three trains", "t two"}};
  ParallelText expected = text;
  expected.erase(expected.begin() + 2);
  for (std::uint64_t seed = 0; seed < 20;
       ++seed) {  // the document is now on one side, now the other
    const DocumentSides sides = split_by_document(text, seed, 0.5);
    EXPECT_EQ(sides.training.empty() ? sides.test : sides.training, expected);
    EXPECT_TRUE(sides.training.empty() || sides.test.empty());
  }
}

TEST(DocumentSides, TargetsOfDuplicatesCountAsSeen) {
  ParallelText text;
  for (int i = 0; i < 40; ++i) {  // one source in all documents, each with another target
    text.push_back({fmt::format("d{}", i), "The same source",
                    fmt::format("target {}", std::string(1 + i / 2, 'a'))});
    text.push_back({fmt::format("e{}", i), fmt::format("Source {}", std::string(1 + i, 'b')),
                    fmt::format("Target, {}!", std::string(1 + i / 2, 'a'))});
  }
  const DocumentSides sides = split_by_document(text, 3, 0.5);
  std::set<std::string> trained_documents, seen;
  for (const ParallelPair& pair : sides.training) trained_documents.insert(pair.document);
  EXPECT_THAT(sides.test, Not(IsEmpty()));
  // A document of one pair whose template was taken is in neither side; its side is that of a text
  // which holds it alone.
  for (const ParallelPair& pair : text) {
    if (!split_by_document({pair}, 3, 0.5).training.empty())
      seen.insert(plain_template(pair.target));
  }
  for (const ParallelPair& pair : sides.test) {
    EXPECT_FALSE(seen.contains(plain_template(pair.target))) << pair.target;
  }
}

TEST(DocumentSides, AreDrawnBySeedAndName) {
  ParallelText text;
  for (int i = 0; i < 2000; ++i) {
    std::string word;
    for (int digits = i; word.size() < 4; digits /= 10)
      word += static_cast<char>('a' + digits % 10);
    text.push_back({word, word, word});
  }
  const DocumentSides one = split_by_document(text, 1, 0.25);
  EXPECT_EQ(one.training.size() + one.test.size(), 2000u);
  EXPECT_NEAR(static_cast<double>(one.test.size()), 500, 100);  // 5 standard deviations
  const DocumentSides two = split_by_document(text, 2, 0.25);
  EXPECT_NE(one.test, two.test);
  // Text that is added changes nothing for the rest.
  text.insert(text.begin(), {"more", "and more", "y more"});
  DocumentSides more = split_by_document(text, 1, 0.25);
  std::erase_if(more.training, [](const ParallelPair& pair) { return pair.document == "more"; });
  std::erase_if(more.test, [](const ParallelPair& pair) { return pair.document == "more"; });
  EXPECT_EQ(more.training, one.training);
  EXPECT_EQ(more.test, one.test);
}

TEST(DocumentSides, RefuseSharesThatLeaveASideEmpty) {
  for (const double share : {0.0, 1.0, -0.5, std::nan("")}) {
    EXPECT_THAT(refusal([&] { split_by_document({}, 1, share); }), HasSubstr("test share is"));
  }
}

TEST(ParallelSplits, AreWhatTheirNamesSay) {
  const DocumentSides sides = split_by_document(generated_text(), 1, 0.25);
  const ParallelSplits splits = make_parallel_splits(sides, 1, kSizes);
  EXPECT_THAT(splits.seed_pairs, SizeIs(300));
  EXPECT_THAT(splits.loop_sources, SizeIs(400));
  EXPECT_THAT(splits.fresh_pairs, SizeIs(200));
  EXPECT_THAT(splits.test_known, SizeIs(50));
  EXPECT_THAT(splits.test_novel, SizeIs(50));
  const std::set<std::string> seed_words = plain_source_words(splits.seed_pairs);
  const std::set<std::string> loop_words = plain_source_words(splits.loop_sources);
  for (const ParallelPair& pair : splits.test_known) {
    EXPECT_THAT(plain_words(pair.source),
                Each(testing::ResultOf(
                    [&](const std::string& word) { return seed_words.contains(word); }, true)))
        << pair.source;
  }
  for (const ParallelPair& pair : splits.test_novel) {
    EXPECT_TRUE(std::ranges::any_of(plain_words(pair.source), [&](const std::string& word) {
      return !is_plain_name(word) && !seed_words.contains(word) && loop_words.contains(word);
    })) << pair.source;
  }
}

TEST(ParallelSplits, ShareNothing) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const DocumentSides sides = split_by_document(generated_text(), seed, 0.25);
    const ParallelSplits splits = make_parallel_splits(sides, seed, kSizes);
    EXPECT_THAT(check_disjoint(splits), IsEmpty());
    ParallelText training, test;
    std::set<std::string> sources;
    for (const NamedParallelSplit& split : named_splits(splits)) {
      for (const ParallelPair& pair : *split.pairs) {
        (split.test ? test : training).push_back(pair);
        EXPECT_TRUE(sources.insert(pair.source).second) << pair.source;
      }
    }
    EXPECT_THAT(training, SizeIs(900));
    EXPECT_THAT(test, SizeIs(100));
    expect_nothing_shared(training, test);
  }
}

TEST(ParallelSplits, AreDrawnByTheSeed) {
  const DocumentSides sides = split_by_document(generated_text(), 1, 0.25);
  const ParallelSplits one = make_parallel_splits(sides, 1, kSizes);
  const ParallelSplits same = make_parallel_splits(sides, 1, kSizes);
  const ParallelSplits other = make_parallel_splits(sides, 2, kSizes);
  EXPECT_EQ(one.seed_pairs, same.seed_pairs);
  EXPECT_EQ(one.test_known, same.test_known);
  EXPECT_EQ(one.test_novel, same.test_novel);
  EXPECT_NE(one.seed_pairs, other.seed_pairs);
  EXPECT_NE(one.loop_sources, other.loop_sources);
}

class Leaks : public testing::Test {
 protected:
  const DocumentSides sides_ = split_by_document(generated_text(), 1, 0.25);
  ParallelSplits splits_ = make_parallel_splits(sides_, 1, kSizes);
};

TEST_F(Leaks, OfASourceAreFound) {
  splits_.fresh_pairs.push_back(splits_.loop_sources[5]);
  EXPECT_THAT(check_disjoint(splits_), ElementsAre(HasSubstr("of fresh_pairs occurs twice")));
}

TEST_F(Leaks, OfATestPairAreFound) {
  splits_.fresh_pairs.push_back(splits_.test_novel[3]);
  EXPECT_THAT(check_disjoint(splits_),
              AllOf(Contains(HasSubstr("of test_novel occurs twice")),
                    Contains(HasSubstr("of test_novel is of a training document")),
                    Contains(HasSubstr("of test_novel has a training template")),
                    Contains(HasSubstr("of test_novel has a training target's template"))));
}

TEST_F(Leaks, OfADocumentAreFound) {
  splits_.fresh_pairs.push_back({splits_.test_known[0].document, "Nothing alike", "Nada igual"});
  // Of all test pairs of that document, of which this is one.
  EXPECT_THAT(check_disjoint(splits_),
              AllOf(Each(HasSubstr("is of a training document")),
                    Contains("\"" + splits_.test_known[0].source +
                             "\" of test_known is of a training document")));
}

TEST_F(Leaks, OfATemplateAreFound) {
  splits_.fresh_pairs.push_back({"elsewhere", "(" + splits_.test_known[0].source + ")", "Nada"});
  EXPECT_THAT(check_disjoint(splits_),
              ElementsAre(HasSubstr("of test_known has a training template")));
}

TEST_F(Leaks, OfATargetAreFound) {
  const ParallelPair& tested = splits_.test_known[0];
  splits_.fresh_pairs.push_back({"elsewhere", "Nothing alike", "«" + tested.target + "»"});
  EXPECT_THAT(check_disjoint(splits_),
              Contains("\"" + tested.source + "\" of test_known has a training target's template"));
}

TEST_F(Leaks, OfWordsAreFound) {
  splits_.test_known.push_back({"elsewhere", "An unheard word", "Nada"});
  splits_.test_novel.push_back({"elsewhere", "The and for", "Nada de nada"});
  EXPECT_THAT(check_disjoint(splits_),
              ElementsAre("\"An unheard word\" of test_known has a word that no seed pair has",
                          "\"The and for\" of test_novel has no word that is new after the seed "
                          "pairs"));
}

TEST(ParallelSplits, SayWhatIsTooFewAndHowManyThereAre) {
  const DocumentSides sides = split_by_document(generated_text(), 1, 0.25);
  const auto refused = [&](const ParallelSplitSizes& sizes) {
    return refusal([&] { make_parallel_splits(sides, 1, sizes); });
  };
  const int training = static_cast<int>(sides.training.size());
  ParallelSplitSizes sizes = kSizes;
  sizes.seed_pairs = training - 500;
  EXPECT_THAT(refused(sizes),
              HasSubstr(fmt::format("parallel text: 100 of the 200 pairs for fresh_pairs: the "
                                    "training side has {} (each template once), of which the "
                                    "splits before it took {}",
                                    training, training - 100)));
  sizes = kSizes;
  sizes.test_known = 1'000'000;
  EXPECT_THAT(refused(sizes), HasSubstr("of the 1000000 pairs for test_known"));
  sizes = kSizes;
  sizes.test_novel = 1'000'000;
  const std::string message = refused(sizes);
  EXPECT_THAT(message, HasSubstr("of the 1000000 pairs for test_novel"));
  // As many as it says there are, it gives.
  const int found = std::stoi(message.substr(std::string("parallel text: ").size()));
  sizes.test_novel = found;
  EXPECT_THAT(make_parallel_splits(sides, 1, sizes).test_novel, SizeIs(found));
  sizes.test_novel = found + 1;
  EXPECT_THAT(refused(sizes), HasSubstr(fmt::format("{} of the {} pairs", found, found + 1)));
}

TEST(ParallelSplits, RefuseNegativeSizes) {
  EXPECT_THAT(refusal([] { make_parallel_splits({}, 1, {.seed_pairs = -1}); }),
              HasSubstr("seed_pairs is -1, expected 0 or more"));
  EXPECT_THAT(refusal([] {
                make_parallel_splits({}, 1, {0, 0, 0, 0, -2});
              }),
              HasSubstr("test_novel is -2"));
}

TEST(ParallelSplits, MayBeEmpty) {
  const ParallelSplits splits = make_parallel_splits({}, 1, {0, 0, 0, 0, 0});
  for (const NamedParallelSplit& split : named_splits(splits)) {
    EXPECT_THAT(*split.pairs, IsEmpty()) << split.name;
  }
  EXPECT_THAT(check_disjoint(splits), IsEmpty());
}

}  // namespace
}  // namespace tandem
