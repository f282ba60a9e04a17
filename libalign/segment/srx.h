// Segmentation Rules eXchange 2.0: rules of another program in, our rules out.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace align {

/// The rules of an SRX 2.0 file for one language. ICU regular expressions;
/// `*` and `+` of what stands before a break match at most 100 times.
class SrxRules {
 public:
  /// Throws FormatError naming `name` for XML that is broken or no SRX 2.0, a
  /// broken expression, or a language the file has no rules for.
  SrxRules(std::string_view xml, const std::string& name,
           std::string_view language);
  ~SrxRules();
  SrxRules(const SrxRules&) = delete;
  SrxRules& operator=(const SrxRules&) = delete;

  /// Ends of the sentences of `block`, as sentence_ends(). Throws
  /// InvalidArgument when an expression takes time without end on it.
  [[nodiscard]] std::vector<std::size_t> ends(std::string_view block) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace align
