// The trained stage for web text: at each white space, an averaged perceptron
// decides whether a sentence ends, with the verdict of the rules as one of its
// features. One in five sentences of messages and comments ends without a
// mark; rules cannot see those.
//
// Source: Freund & Schapire 1999, "Large Margin Classification Using the
// Perceptron Algorithm" (averaging); weights live in a table that features are
// hashed into (Weinberger and others 2009).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace align {

class WebTextModel {
 public:
  /// Reads what train_web_text() wrote. Throws FormatError.
  explicit WebTextModel(std::string_view bytes);
  /// The weights compiled in from models/segment/web-text.bin.
  [[nodiscard]] static const WebTextModel& builtin();

  /// Ends of the sentences of `block`, as sentence_ends(), given those the
  /// rules find. Time linear in the block.
  [[nodiscard]] std::vector<std::size_t> ends(
      std::string_view block, const std::vector<std::size_t>& rule_ends) const;

 private:
  std::string weights_;
};

/// A block to learn from.
struct WebTextExample {
  std::string block;
  std::vector<std::size_t> rule_ends;
  std::vector<std::size_t> gold_ends;  ///< in bytes of the block
};

/// Learns weights by `rounds` passes over the examples. Deterministic.
[[nodiscard]] std::string learn_web_text(
    const std::vector<WebTextExample>& examples, std::size_t rounds);

}  // namespace align
