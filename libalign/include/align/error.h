// How libalign says that something is wrong.
//
// Three kinds: a mistake of the library itself (ALIGN_ASSERT), something the
// caller or the machine did (an exception below), and imperfect text (a
// Diagnostic in the result; nothing is thrown).
#pragma once

#include <stdexcept>
#include <string>

namespace align {

/// Base of every exception libalign throws on purpose. The message starts in
/// lower case, has no full stop, and names the thing, its value and what was
/// wanted.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An argument outside its documented range. Tools exit with 2.
class InvalidArgument : public Error {
 public:
  using Error::Error;
};

/// A file that cannot be opened, read or written. Tools exit with 1.
class IoError : public Error {
 public:
  using Error::Error;
};

/// Bytes that are not what their format says. Tools exit with 1.
class FormatError : public Error {
 public:
  using Error::Error;
};

/// A model bundle that is truncated, altered, foreign or lacks a part.
class ModelError : public Error {
 public:
  using Error::Error;
};

/// Something that this build of libalign was made without. Tools exit with 1.
class Unavailable : public Error {
 public:
  using Error::Error;
};

/// Throws std::logic_error: libalign itself is wrong. Never call it for
/// anything input can cause.
[[noreturn]] void fail_assertion(const char* condition, const char* why,
                                 const char* file, int line);

}  // namespace align

/// States what must hold and why. User input can never make it fail.
#define ALIGN_ASSERT(condition, why) \
  ((condition)                       \
       ? static_cast<void>(0)        \
       : ::align::fail_assertion(#condition, (why), __FILE__, __LINE__))
