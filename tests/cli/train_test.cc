// align-train as a user runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/run_tool.h"

namespace align {
namespace {

using test::read_file;
using test::run_tool;
using test::TemporaryFolder;
using test::ToolResult;
using testing::HasSubstr;

struct Words {
  std::vector<std::string> german;
  std::vector<std::string> french;
};

// Sentence `i` of 210 in one language: subject, verb, object.
std::string sentence(std::size_t i, bool is_german) {
  const Words subjects = {{"Der Lehrer", "Die Frau", "Das Kind", "Der Minister",
                           "Mein Bruder", "Die Schwester"},
                          {"Le professeur", "La femme", "L'enfant",
                           "Le ministre", "Mon frère", "La soeur"}};
  const Words verbs = {{"sieht", "kauft", "sucht", "verliert", "findet"},
                       {"voit", "achète", "cherche", "perd", "trouve"}};
  const Words objects = {{"das Haus", "den Apfel", "ein Buch", "die Zeitung",
                          "das Wasser", "den Brief", "einen Hund"},
                         {"la maison", "la pomme", "un livre", "le journal",
                          "l'eau", "la lettre", "un chien"}};
  const auto of = [is_german](const Words& words, std::size_t n) {
    return is_german ? words.german[n % words.german.size()]
                     : words.french[n % words.french.size()];
  };
  return of(subjects, i) + " " + of(verbs, i / 6) + " " + of(objects, i / 30) +
         ".";
}

std::string lines(std::size_t begin, std::size_t end, std::size_t step,
                  bool is_german) {
  std::string text;
  for (std::size_t i = begin; i < end; i += step) {
    text += sentence(i, is_german) + "\n";
  }
  return text;
}

const std::vector<std::string> kSmall = {
    "--vocabulary", "120", "--dimension", "32", "--epochs", "20"};

ToolResult train(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), kSmall.begin(), kSmall.end());
  return run_tool("align-train", arguments);
}

TEST(AlignTrain, MakesAModelOfAnyTwoLanguagesThatAlignsTheirDocuments) {
  const TemporaryFolder folder;
  std::string tmx =
      "<?xml version=\"1.0\"?><tmx version=\"1.4\"><header "
      "creationtool=\"t\" creationtoolversion=\"1\" segtype=\"sentence\" "
      "o-tmf=\"t\" adminlang=\"en\" srclang=\"de\" datatype=\"plaintext\"/>"
      "<body>";
  for (std::size_t i = 0; i < 210; ++i) {
    tmx += "<tu><tuv xml:lang=\"de\"><seg>" + sentence(i, true) +
           "</seg></tuv><tuv xml:lang=\"fr\"><seg>" + sentence(i, false) +
           "</seg></tuv></tu>";
  }
  folder.write("memory.tmx", tmx + "</body></tmx>");
  const ToolResult trained =
      train({"-o", folder.path("de-fr.align"), folder.path("memory.tmx")});
  ASSERT_EQ(trained.exit_code, 0) << trained.err;

  // Eight sentences, of which French lacks the third.
  folder.write("a.de", lines(0, 210, 29, true));
  std::string french = lines(0, 210, 29, false);
  std::size_t third = 0;
  for (int line = 0; line < 2; ++line) third = french.find('\n', third) + 1;
  french.erase(third, french.find('\n', third) + 1 - third);
  folder.write("a.fr", french);
  const ToolResult aligned = run_tool(
      "align-parallel",
      {"--model", folder.path("de-fr.align"), "--pre-segmented", "--format",
       "vecalign", "de=" + folder.path("a.de"), "fr=" + folder.path("a.fr")});
  ASSERT_EQ(aligned.exit_code, 0) << aligned.err;
  for (const char* bead : {"[0]:[0]", "[1]:[1]", "[2]:[]", "[3]:[2]", "[4]:[3]",
                           "[5]:[4]", "[6]:[5]", "[7]:[6]"}) {
    EXPECT_THAT(aligned.out, HasSubstr(bead));
  }
}

TEST(AlignTrain, TakesLinesOfTwoFilesAndGivesTheSameModelTwice) {
  const TemporaryFolder folder;
  folder.write("a.de", lines(0, 210, 1, true));
  folder.write("a.fr", lines(0, 210, 1, false));
  for (const char* threads : {"1", "2"}) {
    const ToolResult trained =
        train({"--threads", threads, "-o", folder.path(threads),
               "de=" + folder.path("a.de"), "fr=" + folder.path("a.fr")});
    ASSERT_EQ(trained.exit_code, 0) << trained.err;
  }
  EXPECT_EQ(read_file(folder.path("1")), read_file(folder.path("2")));

  folder.write("short.fr", lines(0, 209, 1, false));
  const ToolResult uneven =
      train({"-o", folder.path("m"), "de=" + folder.path("a.de"),
             "fr=" + folder.path("short.fr")});
  EXPECT_EQ(uneven.exit_code, 1);
  EXPECT_THAT(uneven.err, HasSubstr("209 lines, want 210"));
}

TEST(AlignTrain, TakesAShareOfTheRows) {
  const TemporaryFolder folder;
  folder.write("a.de", lines(0, 210, 1, true));
  folder.write("a.fr", lines(0, 210, 1, false));
  const std::vector<std::string> inputs = {"de=" + folder.path("a.de"),
                                           "fr=" + folder.path("a.fr")};
  const auto train_share = [&](const std::string& share) {
    return train({"--share", share, "--stages", folder.path("stages"), "-o",
                  folder.path("m"), inputs[0], inputs[1]});
  };
  const ToolResult half = train_share("0.5");
  ASSERT_EQ(half.exit_code, 0) << half.err;
  EXPECT_THAT(half.err, HasSubstr("105 rows"));
  EXPECT_EQ(train_share("0").exit_code, 2);
  EXPECT_EQ(train_share("1.5").exit_code, 2);
}

TEST(AlignTrain, NamesTheIngredientsThatCanBeLeftOut) {
  const TemporaryFolder folder;
  const ToolResult wrong = train({"--without", "salt", "-o", folder.path("m"),
                                  folder.write("t.tsv", "de\tfr\na\tb\n")});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("want one of start, distillation"));
}

TEST(AlignTrain, AddsASectionToAModel) {
  const TemporaryFolder folder;
  folder.write("a.de", lines(0, 210, 1, true));
  folder.write("a.fr", lines(0, 210, 1, false));
  ASSERT_EQ(train({"-o", folder.path("m"), "de=" + folder.path("a.de"),
                   "fr=" + folder.path("a.fr")})
                .exit_code,
            0);
  const std::string note = folder.write("note", "checked by hand");
  const ToolResult added =
      run_tool("align-train", {"--add-section", "note=" + note, "-o",
                               folder.path("m2"), folder.path("m")});
  ASSERT_EQ(added.exit_code, 0) << added.err;
  EXPECT_THAT(read_file(folder.path("m2")), HasSubstr("checked by hand"));
  EXPECT_EQ(run_tool("align-train", {"--add-section", "note", "-o",
                                     folder.path("m2"), folder.path("m")})
                .exit_code,
            2);
}

TEST(AlignTrain, ListsThePiecesATeacherHasToKnow) {
  const TemporaryFolder folder;
  folder.write("a.de", lines(0, 210, 1, true));
  folder.write("a.fr", lines(0, 210, 1, false));
  const ToolResult listed =
      train({"--list-pieces", "-o", folder.path("pieces"),
             "de=" + folder.path("a.de"), "fr=" + folder.path("a.fr")});
  ASSERT_EQ(listed.exit_code, 0) << listed.err;
  const std::vector<std::string> pieces =
      test::lines_of(read_file(folder.path("pieces")));
  EXPECT_GT(pieces.size(), 30U);
  EXPECT_THAT(pieces, testing::Contains("."));
  // U+2581, the mark of a word start, is not part of their text.
  EXPECT_THAT(pieces, testing::Each(testing::Not(HasSubstr("\u2581"))));
}

TEST(AlignTrain, LearnsFromATeachersVectors) {
  const TemporaryFolder folder;
  const std::string german =
      "de=" + folder.write("a.de", lines(0, 210, 1, true));
  const std::string french =
      "fr=" + folder.write("a.fr", lines(0, 210, 1, false));
  // Two numbers a row: 1 and 0, or 0 and 1, in half precision.
  std::string vectors;
  for (std::size_t i = 0; i < 210; ++i) {
    vectors += i % 2 == 0 ? std::string("\x00\x3C\x00\x00", 4)
                          : std::string("\x00\x00\x00\x3C", 4);
  }
  folder.write("v.f16", vectors);
  const auto teach = [&](const std::string& rows) {
    return run_tool("align-train",
                    {"--vocabulary", "120", "--dimension", "2", "--epochs", "1",
                     "--teacher-dimension", "2", "--teacher",
                     folder.path("a.de") + "=" + rows, "-o", folder.path("m"),
                     german, french});
  };
  const ToolResult taught = teach(folder.path("v.f16"));
  EXPECT_EQ(taught.exit_code, 0) << taught.err;
  folder.write("cut.f16", vectors.substr(0, 7));
  const ToolResult cut = teach(folder.path("cut.f16"));
  EXPECT_EQ(cut.exit_code, 1);
  EXPECT_THAT(cut.err, HasSubstr("cut.f16: 7 bytes"));
}

TEST(AlignTrain, SaysWhatIsMissing) {
  const TemporaryFolder folder;
  EXPECT_EQ(run_tool("align-train", {"-o", folder.path("m")}).exit_code, 2);
  const std::string table = folder.write("t.tsv", "en\tvi\na\tb\n");
  EXPECT_EQ(run_tool("align-train", {table}).exit_code, 2);
  EXPECT_EQ(run_tool("align-train",
                     {"-o", folder.path("m"), folder.path("missing.tsv")})
                .exit_code,
            1);
  const ToolResult weight = run_tool(
      "align-train", {"--source-weight", "x=7", "-o", folder.path("m"), table});
  EXPECT_EQ(weight.exit_code, 2);
  EXPECT_THAT(weight.err, HasSubstr("x=7"));
}

}  // namespace
}  // namespace align
