// The model that the project ships, on sentences it has not seen.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "align/embed.h"
#include "align/lexicon.h"
#include "align/tokenize.h"

namespace align {
namespace {

const std::string kPath = ALIGN_SOURCE_DIR "/models/vi-en-ar.align";

// The same eight sentences in each language.
const std::vector<std::string> kEnglish = {
    "The foreign minister arrived in Cairo on Sunday for talks.",
    "Heavy rain flooded three villages near the river.",
    "The price of oil fell by two per cent.",
    "Schools will stay closed until next week.",
    "Police arrested five men after the attack on the bank.",
    "The new hospital has two hundred beds.",
    "Scientists found a planet that is larger than the Earth.",
    "He refused to answer questions from the press."};
const std::vector<std::string> kVietnamese = {
    "Bộ trưởng Ngoại giao đã đến Cairo hôm Chủ nhật để hội đàm.",
    "Mưa lớn làm ngập ba ngôi làng gần con sông.",
    "Giá dầu giảm hai phần trăm.",
    "Các trường học sẽ đóng cửa cho đến tuần sau.",
    "Cảnh sát bắt năm người đàn ông sau vụ tấn công ngân hàng.",
    "Bệnh viện mới có hai trăm giường.",
    "Các nhà khoa học tìm thấy một hành tinh lớn hơn Trái Đất.",
    "Ông từ chối trả lời câu hỏi của báo chí."};
const std::vector<std::string> kArabic = {
    "وصل وزير الخارجية إلى القاهرة يوم الأحد لإجراء محادثات.",
    "غمرت الأمطار الغزيرة ثلاث قرى قرب النهر.",
    "انخفض سعر النفط بنسبة اثنين في المئة.",
    "ستبقى المدارس مغلقة حتى الأسبوع القادم.",
    "اعتقلت الشرطة خمسة رجال بعد الهجوم على البنك.",
    "يضم المستشفى الجديد مئتي سرير.",
    "اكتشف العلماء كوكبا أكبر من الأرض.",
    "رفض الإجابة عن أسئلة الصحافة."};

std::vector<float> vector_of(const Tokenizer& tokenizer,
                             const VectorTable& table, const std::string& text,
                             const std::string& language) {
  std::vector<float> sum(table.dimension());
  table.add(tokenizer.tokenize(text, language).pieces, sum);
  const float norm = std::sqrt(dot(sum, sum));
  for (float& value : sum) value /= norm;
  return sum;
}

// How many sentences of x have their translation nearest among those of y.
std::size_t right(const std::vector<std::string>& x, const std::string& x_tag,
                  const std::vector<std::string>& y, const std::string& y_tag) {
  const Bundle bundle = Bundle::open(kPath);
  const Tokenizer tokenizer(bundle);
  const VectorTable table(bundle);
  std::size_t count = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::vector<float> source = vector_of(tokenizer, table, x[i], x_tag);
    std::size_t best = 0;
    float best_product = -2;
    for (std::size_t j = 0; j < y.size(); ++j) {
      const float product =
          dot(source, vector_of(tokenizer, table, y[j], y_tag));
      if (product > best_product) {
        best_product = product;
        best = j;
      }
    }
    count += best == i ? 1 : 0;
  }
  return count;
}

TEST(ShippedModel, PutsTranslationsNearestToEachOther) {
  EXPECT_EQ(right(kEnglish, "en", kVietnamese, "vi"), 8U);
  EXPECT_EQ(right(kVietnamese, "vi", kEnglish, "en"), 8U);
  EXPECT_EQ(right(kEnglish, "en", kArabic, "ar"), 8U);
  EXPECT_EQ(right(kArabic, "ar", kEnglish, "en"), 8U);
  EXPECT_EQ(right(kVietnamese, "vi", kArabic, "ar"), 8U);
  EXPECT_EQ(right(kArabic, "ar", kVietnamese, "vi"), 8U);
}

TEST(ShippedModel, HasALexiconForEachPair) {
  const Bundle bundle = Bundle::open(kPath);
  EXPECT_EQ(bundle.languages(), (std::vector<std::string>{"ar", "en", "vi"}));
  for (const char* pair : {"en vi", "en ar", "vi ar"}) {
    EXPECT_TRUE(load_lexicon(bundle, std::string(pair, 2), pair + 3)) << pair;
  }
}

TEST(ShippedModel, StaysBelowFortyMegabytes) {
  EXPECT_LT(std::filesystem::file_size(kPath), 40'000'000U);
}

}  // namespace
}  // namespace align
