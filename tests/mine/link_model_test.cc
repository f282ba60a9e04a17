#include "mine/link_model.h"

#include <gtest/gtest.h>

#include <string>

#include "align/error.h"

namespace align::mine {
namespace {

TEST(LinkModel, ComesBackFromItsText) {
  LinkModel model = prior_link_model();
  model.weights[kCsls] = 0.1234567F;
  model.typical[{"en", "vi"}] = {0.5F, 0.25F, 0.125F};
  const LinkModel read = parse_link_model(to_text(model));
  EXPECT_EQ(read.weights, model.weights);
  EXPECT_EQ(to_text(read), to_text(model));
}

TEST(LinkModel, TurnsTypicalEvidenceRoundWithThePair) {
  LinkModel model;
  model.typical[{"en", "vi"}] = {0.5F, 0.25F, 0.125F};
  EXPECT_FLOAT_EQ(model.typical_of("en", "vi").forward, 0.25F);
  EXPECT_FLOAT_EQ(model.typical_of("vi", "en-GB").forward, 0.125F);
}

TEST(LinkModel, TakesTheMeanForAPairItDoesNotKnow) {
  LinkModel model;
  model.typical[{"en", "vi"}] = {0.4F, 0.2F, 0.4F};
  model.typical[{"ar", "en"}] = {0.6F, 0.6F, 0.8F};
  EXPECT_FLOAT_EQ(model.typical_of("ar", "vi").cosine, 0.5F);
  EXPECT_FLOAT_EQ(model.typical_of("fr", "de").forward, 0.5F);
}

TEST(LinkModel, RefusesTextThatIsNoLinkModel) {
  const std::string whole = to_text(prior_link_model());
  EXPECT_THROW((void)parse_link_model(""), ModelError);
  EXPECT_THROW((void)parse_link_model(whole + "weight beauty 1\n"), ModelError);
  EXPECT_THROW((void)parse_link_model(whole + "weight cosine high\n"),
               ModelError);
  EXPECT_THROW((void)parse_link_model(whole + "nonsense\n"), ModelError);
  EXPECT_THROW((void)parse_link_model(whole.substr(whole.find('\n') + 1)),
               ModelError);
}

}  // namespace
}  // namespace align::mine
