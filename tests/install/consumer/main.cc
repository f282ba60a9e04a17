// Aligns two short texts with an installed libalign and its model. The part
// that the README shows is in main().
#include <align/join.h>
#include <align/segment.h>
#include <align/text.h>

#include <iostream>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: consumer MODELS_FOLDER\n";
    return 2;
  }
  const std::string models = argv[1];
  const std::string english =
      "The ministers met in Hanoi on Monday. They signed the agreement.";
  const std::string vietnamese =
      "C\u00e1c b\u1ed9 tr\u01b0\u1edfng g\u1eb7p nhau \u1edf H\u00e0 "
      "N\u1ed9i h\u00f4m th\u1ee9 Hai. H\u1ecd \u0111\u00e3 k\u00fd "
      "hi\u1ec7p \u0111\u1ecbnh.";

  const auto model = align::Model::load(models + "/vi-en-ar.align");
  const std::vector<align::Document> versions = {
      align::segment(align::decode(english, "story.en.txt")),
      align::segment(align::decode(vietnamese, "story.vi.txt"))};
  const align::Bitext bitext = align::align_versions(model, versions);
  for (const align::Unit& unit : bitext.units) {
    std::cout << unit.probability;
    for (const align::Member& member : unit.members)
      std::cout << '\t' << member.language << ": " << member.text;
    std::cout << '\n';
  }

  // Two sentences a side, one to one.
  bool is_right = bitext.units.size() == 2;
  for (const align::Unit& unit : bitext.units)
    is_right = is_right && align::unit_type(unit, bitext.languages) == "1-1";
  return is_right ? 0 : 1;
}
