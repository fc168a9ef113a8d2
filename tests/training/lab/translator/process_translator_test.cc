#include "training/lab/translator/process_translator.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/engine/process/script_folder.h"
#include "tests/training/lab/statistics/refusal.h"

namespace tandem {
namespace {

using std::chrono::milliseconds;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Lines = std::vector<std::string>;

ProcessTranslatorConfig config_of(const std::string& command, int tries = 1) {
  ProcessTranslatorConfig config;
  config.command = command;
  config.tries = tries;
  return config;
}

Lines translate(const ProcessTranslatorConfig& config, const Lines& lines) {
  return make_process_translator(config)->translate(lines);
}

std::string failure(const ProcessTranslatorConfig& config, const Lines& lines) {
  return refusal([&] { translate(config, lines); });
}

Lines numbered(int count) {
  Lines lines;
  for (int i = 0; i < count; ++i) lines.push_back("line " + std::to_string(i));
  return lines;
}

TEST(ProcessTranslator, AnswersLineByLine) {
  EXPECT_THAT(translate(config_of("tr a-z A-Z"), {"one", " two\t", "más"}),
              ElementsAre("ONE", " TWO\t", "MáS"));
  EXPECT_THAT(translate(config_of("sh -c 'tr a-z A-Z | rev'"), {"one", "two"}),
              ElementsAre("ENO", "OWT"));
}

TEST(ProcessTranslator, KnowsItsCommand) {
  EXPECT_EQ(make_process_translator(config_of("sh -c  'cat'"))->command(), "sh -c  'cat'");
}

TEST(ProcessTranslator, AnswersBlankLinesWithoutTheProgram) {
  EXPECT_THAT(translate(config_of("tr a-z A-Z"), {"", "a", " \t", "b", ""}),
              ElementsAre("", "A", "", "B", ""));
  EXPECT_THAT(translate(config_of("/no/such/program"), {"", " "}), ElementsAre("", ""));
  EXPECT_THAT(translate(config_of("/no/such/program"), {}), IsEmpty());
}

TEST(ProcessTranslator, TakesALastLineWithoutNewline) {
  EXPECT_THAT(translate(config_of("printf 'uno\\ndos'"), {"one", "two"}),
              ElementsAre("uno", "dos"));
}

TEST(ProcessTranslator, SplitsIntoBatches) {
  const ScriptFolder folder;
  ProcessTranslatorConfig config = config_of(folder.script("tee in; wc -l < in >> batches"));
  config.largest_batch = 3;
  EXPECT_EQ(translate(config, numbered(7)), numbered(7));
  EXPECT_EQ(folder.read("batches"), "3\n3\n1\n");
}

TEST(ProcessTranslator, CarriesAHundredThousandLines) {
  ProcessTranslatorConfig config = config_of("cat");
  config.largest_batch = 100000;
  Lines lines = numbered(100000);
  for (std::string& line : lines) line += std::string(50, 'x');
  EXPECT_EQ(translate(config, lines), lines);
}

TEST(ProcessTranslator, SurvivesAProgramThatDoesNotRead) {
  const Lines lines{std::string(3000000, 'x')};
  EXPECT_THAT(translate(config_of("sh -c 'exec <&-; echo uno'"), lines), ElementsAre("uno"));
}

TEST(ProcessTranslator, SurvivesAFloodOnStandardError) {
  const std::string flood =
      "sh -c 'head -c 3000000 /dev/zero >&2; cat; head -c 3000000 /dev/zero >&2'";
  EXPECT_EQ(translate(config_of(flood), numbered(10000)), numbered(10000));
}

TEST(ProcessTranslator, TriesAgain) {
  const ScriptFolder folder;
  const std::string command = folder.script(
      "echo call >> calls; [ $(wc -l < calls) -gt 2 ] || { echo 'no memory' >&2; exit 7; }\n"
      "tr a-z A-Z");
  EXPECT_THAT(translate(config_of(command, 3), {"one"}), ElementsAre("ONE"));
  EXPECT_EQ(folder.read("calls"), "call\ncall\ncall\n");
}

TEST(ProcessTranslator, GivesUpAfterItsTries) {
  const ScriptFolder folder;
  const std::string command = folder.script("echo call >> calls; echo 'no memory' >&2; exit 7");
  EXPECT_THAT(failure(config_of(command, 3), {"one"}),
              AllOf(HasSubstr(command), HasSubstr("status 7"), HasSubstr("no memory"),
                    HasSubstr("3 tries"), HasSubstr("\"one\"")));
  EXPECT_EQ(folder.read("calls"), "call\ncall\ncall\n");
}

TEST(ProcessTranslator, ServesOnAfterAnError) {
  const auto translator = make_process_translator(config_of("sed 's/bad//'"));
  EXPECT_THROW(translator->translate({"good", "bad"}), Error);
  EXPECT_THAT(translator->translate({"good"}), ElementsAre("good"));
}

TEST(ProcessTranslator, TellsASignal) {
  EXPECT_THAT(failure(config_of("sh -c 'kill -9 $$'"), {"one"}), HasSubstr("killed by signal 9"));
}

TEST(ProcessTranslator, EndsAProgramThatFloods) {
  EXPECT_THAT(failure(config_of("yes"), {"one"}), HasSubstr("wrote more than"));
}

TEST(ProcessTranslator, EndsAProgramThatHangs) {
  ProcessTranslatorConfig config = config_of("sleep 1000", 2);
  config.timeout = milliseconds{100};
  EXPECT_THAT(failure(config, {"one"}),
              AllOf(HasSubstr("hadn't finished after 0.1 s"), HasSubstr("2 tries")));
  config.command = "sh -c 'exec >&- 2>&-; sleep 1000'";  // nothing to read from
  EXPECT_THAT(failure(config, {"one"}), HasSubstr("hadn't finished after 0.1 s"));
  EXPECT_THAT(failure(config, numbered(1000)), HasSubstr("one of "));
}

TEST(ProcessTranslator, TellsAWrongNumberOfLines) {
  EXPECT_THAT(failure(config_of("head -n 1"), {"one", "two"}),
              HasSubstr("answered 2 lines of text with 1"));
  EXPECT_THAT(failure(config_of("sh -c 'cat; echo more'"), {"one", "two"}),
              AllOf(HasSubstr("answered 2 lines of text with 3"), HasSubstr("single lines, too")));
  EXPECT_THAT(failure(config_of("true"), {"one"}), HasSubstr("answered 1 line of text with 0"));
}

TEST(ProcessTranslator, TellsAnswersThatAreNone) {
  EXPECT_THAT(failure(config_of("printf '\\303('"), {"one"}),
              AllOf(HasSubstr("isn't UTF-8"), HasSubstr("\\xc3(")));
  EXPECT_THAT(failure(config_of("printf 'a\\000b'"), {"one"}), HasSubstr("isn't UTF-8"));
  EXPECT_THAT(failure(config_of("printf ' \\n'"), {"one"}), HasSubstr("\"one\" with nothing"));
}

TEST(ProcessTranslator, FindsTheLineToBlame) {
  const ScriptFolder folder;
  const std::string dies = folder.script("cat > in; grep -q bad in && kill -SEGV $$; cat in");
  for (const std::string& program :
       {std::string("sed /bad/d"), std::string("sed s/bad.*//"), std::string("sed /bad/p"),
        std::string("sed /bad/q5"), std::string("sed '/bad/s/a/\\xff/'"), dies}) {
    for (const std::size_t place : {0, 1, 62, 99}) {
      Lines lines(100, "good");
      lines[place] = "bad one";
      EXPECT_THAT(failure(config_of(program), lines), HasSubstr("to blame is \"bad one\""))
          << program << " at " << place;
    }
  }
}

TEST(ProcessTranslator, BlamesNoLineForABatchThatIsTooLarge) {
  const ScriptFolder folder;
  const std::string command = folder.script("cat > in; [ $(wc -l < in) -le 3 ] && cat in");
  EXPECT_THAT(failure(config_of(command), numbered(8)), HasSubstr("fewer lines at once"));
}

TEST(ProcessTranslator, NamesAProgramThatIsMissing) {
  const std::string message = failure(config_of("no-such-translator --fast", 3), {"one"});
  EXPECT_THAT(message, AllOf(HasSubstr("Install 'no-such-translator'"), Not(HasSubstr("tries")),
                             Not(HasSubstr("apertium"))));
  EXPECT_THAT(failure(config_of("/dev/null"), {"one"}), HasSubstr("Install '/dev/null'"));
}

TEST(ProcessTranslator, NamesThePackagesOfApertium) {
  EXPECT_THAT(failure(config_of("/no/such/folder/apertium eng-spa"), {"one"}),
              HasSubstr("apt-get install apertium apertium-eng-spa"));
}

TEST(ProcessTranslator, RefusesLinesThatAreNone) {
  const auto translator = make_process_translator(config_of("cat"));
  const auto refused = [&](const std::string& line) {
    return refusal([&] { translator->translate({"fine", line}); });
  };
  EXPECT_THAT(refused("a\nb"), AllOf(HasSubstr("line 2 of 2"), HasSubstr("newline")));
  EXPECT_THAT(refused(std::string("a\0b", 3)), HasSubstr("NUL"));
  EXPECT_THAT(refused("a\xff"), AllOf(HasSubstr("isn't UTF-8"), HasSubstr("\"a\\xff\"")));
  EXPECT_THAT(refused("\xed\xa0\x80"), HasSubstr("isn't UTF-8"));  // a surrogate
}

TEST(ProcessTranslator, RefusesSettingsOutOfRange) {
  EXPECT_THAT(refusal([] { make_process_translator(config_of("cat", 0)); }), HasSubstr("(is 0)"));
  EXPECT_THAT(refusal([] { make_process_translator(config_of("")); }), HasSubstr("empty"));
  ProcessTranslatorConfig config = config_of("cat");
  config.timeout = milliseconds{0};
  EXPECT_THAT(refusal([&] { make_process_translator(config); }), HasSubstr("0 ms"));
  config = config_of("cat");
  config.largest_batch = -1;
  EXPECT_THAT(refusal([&] { make_process_translator(config); }), HasSubstr("(is -1)"));
}

}  // namespace
}  // namespace tandem
