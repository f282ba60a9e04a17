// Examples for the trained stage, from texts whose sentences are known.

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "align/error.h"
#include "align/segment.h"
#include "segment/blocks.h"
#include "segment/language_rules.h"
#include "segment/sentences.h"
#include "segment/web_text.h"
#include "text/utf8.h"

namespace align {

std::vector<SegmentExample> read_segment_examples(std::string_view jsonl,
                                                  const std::string& name) {
  std::vector<SegmentExample> examples;
  std::size_t number = 0;
  std::size_t at = 0;
  while (at < jsonl.size()) {
    const std::size_t end = std::min(jsonl.find('\n', at), jsonl.size());
    const std::string_view line = jsonl.substr(at, end - at);
    at = end + 1;
    ++number;
    if (line.find_first_not_of(" \r\t") == std::string_view::npos) continue;
    try {
      const nlohmann::json record = nlohmann::json::parse(line);
      if (record.at("sents").is_null()) continue;
      SegmentExample example;
      example.text = record.at("text").get<std::string>();
      example.language = record.at("lang").get<std::string>();
      for (const nlohmann::json& range : record.at("sents")) {
        example.sentences.push_back(
            {range.at(0).get<std::size_t>(), range.at(1).get<std::size_t>()});
      }
      examples.push_back(std::move(example));
    } catch (const nlohmann::json::exception& error) {
      throw FormatError(
          name + ":" + std::to_string(number) +
          ": want an object with text, lang and sents: " + error.what());
    }
  }
  return examples;
}

std::string train_web_text(const std::vector<SegmentExample>& examples,
                           std::size_t rounds) {
  if (examples.empty()) {
    throw InvalidArgument("no examples to learn the ends of sentences from");
  }
  std::vector<WebTextExample> blocks;
  for (const SegmentExample& example : examples) {
    const LanguageRules rules(example.language, {});
    // Ends of the sentences in bytes.
    std::vector<std::size_t> gold;
    std::size_t chars = 0;
    std::size_t bytes = 0;
    for (const CharRange& range : example.sentences) {
      while (chars < range.end && bytes < example.text.size()) {
        (void)utf8::next(example.text, bytes);
        ++chars;
      }
      gold.push_back(bytes);
    }
    for (const Block& block : find_blocks(example.text).blocks) {
      WebTextExample one;
      one.block = example.text.substr(block.begin, block.end - block.begin);
      one.rule_ends = sentence_ends(one.block, rules);
      for (const std::size_t end : gold) {
        if (end > block.begin && end <= block.end) {
          one.gold_ends.push_back(end - block.begin);
        }
      }
      blocks.push_back(std::move(one));
    }
  }
  return learn_web_text(blocks, rounds);
}

}  // namespace align
