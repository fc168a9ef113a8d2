#include "training/lab/parallel/subwords.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <fmt/format.h>

#include "engine/files.h"
#include "tests/training/run/run_fixture.h"
#include "tests/training/lab/statistics/refusal.h"
#include "training/lab/parallel/parallel_text.h"

namespace tandem {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> sample(std::string ParallelPair::*side) {
  std::vector<std::string> lines;
  for (const ParallelPair& pair : read_parallel_text(TANDEM_PARALLEL_SAMPLE "/sample.tsv")) {
    lines.push_back(pair.*side);
  }
  return lines;
}

std::string round_trip(const Subwords& subwords, const std::string& text) {
  return subwords.decode(subwords.encode(text));
}

TEST(Bpe, WritesItsOwnTextExactly) {
  for (const auto side : {&ParallelPair::source, &ParallelPair::target}) {
    const std::vector<std::string> lines = sample(side);
    for (const int size : {150, 250}) {
      const auto subwords = learn_bpe(lines, size);
      EXPECT_EQ(subwords->size(), size);
      for (const std::string& line : lines) {
        const std::vector<Token> tokens = subwords->encode(line);
        EXPECT_THAT(tokens,
                    Each(testing::AllOf(testing::Gt(Subwords::kUnknown), testing::Lt(size))));
        EXPECT_EQ(subwords->decode(tokens), line);
      }
    }
  }
}

TEST(Bpe, MoreSubwordsMeanFewerTokens) {
  const std::vector<std::string> lines = sample(&ParallelPair::target);
  std::size_t fewest = std::string::npos;
  for (const int size : {80, 150, 300}) {
    std::size_t tokens = 0;
    const auto subwords = learn_bpe(lines, size);
    for (const std::string& line : lines) tokens += subwords->encode(line).size();
    EXPECT_LT(tokens, fewest);
    fewest = tokens;
  }
}

// Five characters with the mark of a space, the end and the unknown are 7; the eighth token is the
// pair that occurs most often: "ab", four times.
TEST(Bpe, MergesTheMostFrequentPair) {
  const auto subwords = learn_bpe({"xab xab", "yab", "ab"}, 8);
  EXPECT_EQ(subwords->decode(std::vector<Token>{2}), "ab");
  EXPECT_THAT(subwords->encode("xab"), ElementsAre(testing::_, testing::_, 2));
  EXPECT_THAT(subwords->encode("abab"), ElementsAre(testing::_, 2, 2));
  EXPECT_EQ(subwords->encode("ba").size(), 3u);
}

TEST(Bpe, WhitespaceOfAnyKindIsOneSpace) {
  const auto subwords = learn_bpe({"a\tb\u00A0 c", "ab"}, 6);
  EXPECT_EQ(round_trip(*subwords, "  a \t b\u2581c\u3000"), "a b c");
  EXPECT_THAT(subwords->encode(""), IsEmpty());
  EXPECT_THAT(subwords->encode(" \t\u2581 "), IsEmpty());
  EXPECT_EQ(subwords->decode({}), "");
}

TEST(Bpe, RunsOfUnknownCharactersAreOneToken) {
  const auto subwords = learn_bpe({"ab ba"}, 5);
  EXPECT_EQ(round_trip(*subwords, "a中文字b"), "a<unk>b");
  EXPECT_EQ(round_trip(*subwords, "中文 字"), "<unk> <unk>");
  EXPECT_EQ(std::ranges::count(subwords->encode("a中文字b"), Subwords::kUnknown), 1);
  EXPECT_EQ(round_trip(*subwords, "\xFF\xC3"), "<unk>");
}

TEST(Bpe, TextLikeTheSpecialTokensIsText) {
  const auto subwords = learn_bpe({"<s unk> </s unk>"}, 11);
  for (const Token token : subwords->encode("<unk> </s>")) EXPECT_GT(token, Subwords::kUnknown);
  EXPECT_EQ(round_trip(*subwords, "</s> <unk>"), "</s> <unk>");
}

TEST(Bpe, WritesAWordOfAnyLength) {
  const auto subwords = learn_bpe(sample(&ParallelPair::source), 200);
  std::string word;
  for (int i = 0; word.size() < kLongestLine; ++i) word += "theres"[(i + i / 5) % 6];
  EXPECT_TRUE(round_trip(*subwords, word) == word);  // too long to be printed
}

TEST(Bpe, LearnsFromALineOfAnyLength) {
  std::string line;
  for (int i = 0; line.size() < kLongestLine; ++i) line += i % 7 == 0 ? "zebra " : "ab ";
  const auto subwords = learn_bpe({"ab", line}, 12);  // z, e, r would be unknown without it
  EXPECT_EQ(round_trip(*subwords, "zebra"), "zebra");
}

/// The numbers that SentencePiece's own program gives each line.
std::vector<std::vector<Token>> encoded_by_sentencepiece(const std::vector<std::string>& learned,
                                                         int size,
                                                         const std::vector<std::string>& lines) {
  const TemporaryFolder folder;
  const std::string path = folder.path();
  write_file_atomically(path + "/learned", fmt::format("{}\n", fmt::join(learned, "\n")));
  write_file_atomically(path + "/lines", fmt::format("{}\n", fmt::join(lines, "\n")));
  const std::string command = fmt::format(
      "cd '{}' && spm_train --input=learned --model_prefix=m --model_type=bpe --vocab_size={} "
      "--eos_id=0 --unk_id=1 --bos_id=-1 --pad_id=-1 --character_coverage=1 "
      "--normalization_rule_name=identity --num_threads=1 2>log && "
      "spm_encode --model=m.model --output_format=id <lines >ids 2>log",
      path, size);
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::vector<std::vector<Token>> encoded;
  std::ifstream ids(path + "/ids");
  for (std::string line; std::getline(ids, line);) {
    std::istringstream numbers(line);
    encoded.emplace_back();
    for (Token token = 0; numbers >> token;) encoded.back().push_back(token);
  }
  return encoded;
}

TEST(Bpe, NumbersTextAsSentencePieceDoes) {
  const std::vector<std::string> learned = sample(&ParallelPair::source);
  std::vector<std::string> lines = learned;
  for (const std::string& line : sample(&ParallelPair::target)) lines.push_back(line);
  for (const char* line : {"thethethe ththethhe", "aaaaaaaaaaaaa eeeeeeee", "sleepsleepssleep", "x",
                           "中文 a中b 字字 c", "<unk> </s>", "The the THE tHe", "lelealeaves"}) {
    lines.emplace_back(line);
  }
  for (const int size : {80, 150, 330}) {
    const auto subwords = learn_bpe(learned, size);
    const auto expected = encoded_by_sentencepiece(learned, size, lines);
    ASSERT_EQ(expected.size(), lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      EXPECT_EQ(subwords->encode(lines[i]), expected[i]) << lines[i];
    }
  }
}

/// The number that comes after `before` in a message; -1 if there is none.
int number_after(const std::string& message, const std::string& before) {
  const std::size_t at = message.find(before);
  return at == std::string::npos ? -1 : std::atoi(message.c_str() + at + before.size());
}

TEST(Bpe, SaysWhichSizesWouldDo) {
  const std::vector<std::string> lines = sample(&ParallelPair::target);
  const int smallest =
      number_after(refusal([&] { learn_bpe(lines, 10); }), "text's characters, which need ");
  EXPECT_EQ(learn_bpe(lines, smallest)->size(), smallest);
  EXPECT_THAT(refusal([&] { learn_bpe(lines, smallest - 1); }), HasSubstr("too few"));

  const std::string too_large = refusal([&] { learn_bpe(lines, 60'000); });
  EXPECT_THAT(too_large, HasSubstr("the text is too short for 60000 subwords"));
  const int largest = number_after(too_large, "it has ");
  EXPECT_GT(largest, smallest);
  EXPECT_EQ(learn_bpe(lines, largest)->size(), largest);
  EXPECT_THAT(refusal([&] { learn_bpe(lines, largest + 1); }),
              HasSubstr(fmt::format("it has {}", largest)));
}

TEST(Bpe, RefusesSizesOutOfRangeAndTextWithoutWords) {
  for (const int size : {-1, 0, 2, 65536}) {
    EXPECT_THAT(refusal([&] { learn_bpe({"a b c"}, size); }), HasSubstr("expected 3 to 65535"));
    EXPECT_THAT(refusal([&] { learn_words({"a b c"}, size); }), HasSubstr("expected 3 to 65535"));
  }
  for (const std::vector<std::string>& lines :
       {std::vector<std::string>{}, std::vector<std::string>{"", " \t "}}) {
    EXPECT_THAT(refusal([&] { learn_bpe(lines, 100); }), HasSubstr("has no words"));
    EXPECT_THAT(refusal([&] { learn_words(lines); }), HasSubstr("has no words"));
  }
}

/// The PATH while it lives: `folders` alone.
class Path {
 public:
  explicit Path(const std::string& folders) { ::setenv("PATH", folders.c_str(), 1); }
  ~Path() { ::setenv("PATH", before_.c_str(), 1); }

 private:
  std::string before_ = std::getenv("PATH");
};

TEST(Bpe, SaysWhatToInstall) {
  const Path path("/nowhere");
  EXPECT_THAT(refusal([] { learn_bpe({"a b c"}, 7); }),
              AllOf(HasSubstr("spm_train"), HasSubstr("apt-get install sentencepiece")));
}

TEST(Bpe, SurvivesAProgramThatFails) {
  const TemporaryFolder folder;
  const auto refused_with = [&](const std::string& script) {
    const std::filesystem::path program = folder.path() / "spm_train";
    std::ofstream(program) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    const Path path(folder.path().string() + ":/usr/bin:/bin");
    return refusal([] { learn_bpe({"a b c"}, 7); });
  };
  EXPECT_THAT(refused_with("echo no disk left; exit 3"),
              HasSubstr("spm_train failed: no disk left"));
  EXPECT_THAT(refused_with("kill -9 $$"), HasSubstr("killed by signal 9"));
  EXPECT_THAT(refused_with("exit 0"), HasSubstr("bpe.vocab"));  // it wrote nothing
  EXPECT_THAT(refused_with("echo nonsense >bpe.vocab"), HasSubstr("wrote no vocabulary"));
}

TEST(Bpe, TheSameTextGivesTheSameVocabulary) {
  const std::vector<std::string> lines = sample(&ParallelPair::target);
  EXPECT_EQ(learn_bpe(lines, 200)->save(), learn_bpe(lines, 200)->save());
  EXPECT_NE(learn_bpe(lines, 200)->save(), learn_bpe(lines, 199)->save());
  EXPECT_EQ(learn_words(lines)->save(), learn_words(lines)->save());
}

TEST(WordVocabulary, AreNumberedByFrequency) {
  const auto words = learn_words({"b a, b c", "b, a!"});
  // b three times; "," and "a" twice, in the order of their bytes; then "!" and "c".
  EXPECT_EQ(words->size(), 7);
  EXPECT_THAT(words->encode("b , a ! c"), ElementsAre(2, 3, 4, 5, 6));
  EXPECT_EQ(words->decode(std::vector<Token>{6, 5, 4, 3, 2}), "c ! a , b");
}

TEST(WordVocabulary, BeyondTheSizeAreUnknown) {
  const auto words = learn_words({"b a, b c", "b, a!"}, 5);
  EXPECT_EQ(words->size(), 5);
  EXPECT_THAT(words->encode("a b c d"), ElementsAre(4, 2, Subwords::kUnknown, Subwords::kUnknown));
  EXPECT_EQ(round_trip(*words, "b, c"), "b , <unk>");
  EXPECT_THAT(words->encode("  "), IsEmpty());
}

TEST(WordVocabulary, ComeBackTokenized) {
  for (const auto side : {&ParallelPair::source, &ParallelPair::target}) {
    const std::vector<std::string> lines = sample(side);
    const auto words = learn_words(lines);
    for (const std::string& line : lines) {
      const std::vector<Token> tokens = words->encode(line);
      EXPECT_THAT(tokens, Each(testing::Gt(Subwords::kUnknown)));
      EXPECT_EQ(words->encode(words->decode(tokens)), tokens);
      std::string without_spaces = words->decode(tokens), original = line;
      std::erase(without_spaces, ' ');
      std::erase(original, ' ');
      EXPECT_EQ(without_spaces, original);
    }
  }
}

class StoredSubwords : public testing::TestWithParam<bool> {
 protected:
  std::unique_ptr<const Subwords> learn() const {
    return GetParam() ? learn_bpe(lines_, 200) : learn_words(lines_);
  }
  const std::vector<std::string> lines_ = sample(&ParallelPair::target);
};

TEST_P(StoredSubwords, AreTheSameAfterwards) {
  const auto learned = learn();
  const auto loaded = load_subwords(learned->save(), "file");
  EXPECT_EQ(loaded->size(), learned->size());
  EXPECT_EQ(loaded->save(), learned->save());
  for (const std::string& line : sample(&ParallelPair::source)) {  // with unknown words
    EXPECT_EQ(loaded->encode(line), learned->encode(line));
    EXPECT_EQ(round_trip(*loaded, line), round_trip(*learned, line));
  }
}

TEST_P(StoredSubwords, AreRefusedCutOff) {
  const std::string bytes = learn()->save();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THAT(refusal([&] { load_subwords(bytes.substr(0, size), "my.file"); }),
                HasSubstr("my.file: not a stored vocabulary"));
  }
  EXPECT_THAT(refusal([&] { load_subwords(bytes + "x\n", "my.file"); }), HasSubstr("my.file"));
}

TEST_P(StoredSubwords, AreRefusedChanged) {
  std::string bytes = learn()->save();
  for (char& byte : bytes) {
    byte = static_cast<char>(byte ^ 4);
    EXPECT_THAT(refusal([&] { load_subwords(bytes, "my.file"); }), HasSubstr("my.file"));
    byte = static_cast<char>(byte ^ 4);
  }
  EXPECT_EQ(load_subwords(bytes, "my.file")->save(), bytes);
}

TEST_P(StoredSubwords, RefuseTokensWithoutText) {
  const auto subwords = learn();
  const auto refused = [&](int token) {
    return refusal([&] { subwords->decode(std::vector<Token>{2, static_cast<Token>(token)}); });
  };
  EXPECT_EQ(refused(1), "");
  EXPECT_EQ(refused(subwords->size() - 1), "");
  EXPECT_THAT(refused(0), HasSubstr("token 0 has no text"));
  EXPECT_THAT(refused(subwords->size()), HasSubstr("has no text"));
  EXPECT_THAT(refused(65535), HasSubstr("token 65535 has no text"));
}

INSTANTIATE_TEST_SUITE_P(Kinds, StoredSubwords, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Bpe" : "Words"; });

}  // namespace
}  // namespace tandem
