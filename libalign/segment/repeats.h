// Fragments that a document says twice.
#pragma once

#include <vector>

#include "align/types.h"

namespace align {

/// Sets Segment::repeats where a segment's words all stand, in their order and
/// together, in an earlier segment. Looks at all segments for whole repeats
/// and at the last few for parts. Expected time linear in the text.
void mark_repeats(std::vector<Segment>& segments);

}  // namespace align
