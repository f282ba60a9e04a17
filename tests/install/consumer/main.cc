#include <align/types.h>

#include <iostream>
#include <string>

int main() {
  align::Unit unit;
  unit.members.push_back(
      {.language = "vi", .document = "bao.txt", .segments = {0}});
  unit.members.push_back(
      {.language = "en", .document = "news.txt", .segments = {0, 1}});
  const std::string type = align::unit_type(unit, {"vi", "en"});
  std::cout << type << '\n';
  return type == "1-2" ? 0 : 1;
}
