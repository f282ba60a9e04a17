// What a unit is on the page, from its words and its place.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "align/types.h"
#include "segment/language_rules.h"

namespace align {

/// Kinds of the sentences of one block: `sentences` are its trimmed pieces in
/// reading order.
[[nodiscard]] std::vector<SegmentKind> find_kinds(
    const std::vector<std::string_view>& sentences, bool is_list_item,
    const LanguageRules& rules);

}  // namespace align
