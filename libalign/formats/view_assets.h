// The page of align-view as it was embedded at build time.
#pragma once

namespace align {

extern const char* const kViewStyle;
extern const char* const kViewScript;
extern const char* const kViewBody;  ///< what comes before the units
extern const char* const kViewFoot;  ///< what comes after them
/// SHA-256 of style and script, base64, for the Content-Security-Policy.
extern const char* const kViewStyleHash;
extern const char* const kViewScriptHash;

}  // namespace align
