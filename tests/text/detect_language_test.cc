#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "align/text.h"

namespace align {
namespace {

struct Sample {
  std::string tag;
  std::string text;
};

TEST(DetectLanguage, KnowsTheLanguagesOfTheReports) {
  const std::vector<Sample> samples = {
      {"en", "Talks resumed on Tuesday."},
      {"en", "U.N. Says Sides Agree"},
      {"en", "Café owners in Paris said that the talks were a façade."},
      {"vi", "Đàm phán được nối lại hôm 3/6."},
      {"vi", "Tướng Haftar"},
      {"vi",
       "Thu tuong cho biet se khong co mot cuoc hop nao trong ngay "
       "nay."},
      {"vi",
       "LHQ: Sergei Vershinin, Khalifa Haftar, Tripoli, Benghazi, "
       "UNSMIL, Fayez al-Sarraj đàm phán trực tuyến"},
      {"vi",
       "đa\u0300m pha\u0301n \u0111u\u031Bo\u031B\u0323c no\u0302\u0301i "
       "la\u0323i"},
      {"ar",
       "\u0628\u062F\u0623\u062A \u0627\u0644\u0645\u062D\u0627\u062F"
       "\u062B\u0627\u062A"},
      {"ar",
       "\u0642\u0631\u0627\u0631 2510 (2020) JMC \u0648\u0642\u0627\u0644 "
       "\u0627\u0644\u0645\u062A\u062D\u062F\u062B \u0625\u0646"},
  };
  for (const Sample& sample : samples) {
    EXPECT_EQ(detect_language(sample.text).tag, sample.tag) << sample.text;
  }
}

TEST(DetectLanguage, NamesOtherLanguagesWhereThatIsCheap) {
  const std::vector<Sample> samples = {
      {"fr",
       "Les pourparlers ont repris dans la capitale avec les deux "
       "parties."},
      {"es",
       "Las conversaciones se reanudaron en la capital con los dos "
       "bandos."},
      {"de",
       "Die Gespräche wurden in der Hauptstadt mit den Parteien "
       "fortgesetzt."},
      {"ru", "\u041F\u0435\u0440\u0435\u0433\u043E\u0432\u043E\u0440\u044B"},
      {"zh", "\u8C08\u5224\u6062\u590D\u4E86"},
      {"ja", "\u4EA4\u6E09\u304C\u518D\u958B\u3057\u305F"},
      {"ko", "\uD611\uC0C1\uC774 \uC7AC\uAC1C"},
      {"fa",
       "\u06AF\u0641\u062A\u06AF\u0648\u0647\u0627\u06CC "
       "\u0635\u0644\u062D \u062F\u0631 \u067E\u0627\u06CC\u062A\u062E"
       "\u062A"},
      {"he", "\u05E9\u05DC\u05D5\u05DD"},
  };
  for (const Sample& sample : samples) {
    EXPECT_EQ(detect_language(sample.text).tag, sample.tag) << sample.text;
  }
}

TEST(DetectLanguage, IsUnsureWhereNothingIsSaid) {
  for (const std::string text : {"", "3/6 5+5 ...", "\n\n", "\U0001F600"}) {
    EXPECT_EQ(detect_language(text).tag, "und") << text;
    EXPECT_EQ(detect_language(text).confidence, 0) << text;
  }
}

TEST(DetectLanguage, TakesTheLanguageOfMostOfTheText) {
  EXPECT_EQ(detect_language("\u0648\u0642\u0627\u0644\u062A \u0627\u0644\u0628"
                            "\u0639\u062B\u0629 \u0641\u064A \u0628\u064A\u0627"
                            "\u0646: \"We welcome it.\"")
                .tag,
            "ar");
}

}  // namespace
}  // namespace align
