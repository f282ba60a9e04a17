// Events of an XML file as its bytes go in: libxml2's push parser with nothing
// outside the file ever opened. No tree is built, lines are exact, and a file
// that declares or uses an entity of its own is refused before anything is
// expanded.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "formats/byte_source.h"

namespace align {

/// The attributes of an element that has just started.
class XmlAttributes {
 public:
  XmlAttributes(int count, const unsigned char** values)
      : count_(count), values_(values) {}
  /// Empty when there is none. `prefix` as written in the file.
  [[nodiscard]] std::string get(std::string_view name,
                                std::string_view prefix = {}) const;

 private:
  int count_;
  const unsigned char** values_;
};

/// Derive from it and take the events. Handlers must not throw; they call
/// stop(), and the next read_some() throws what they said.
class XmlEvents {
 public:
  /// `root` is the element the file has to be; empty: any.
  XmlEvents(std::unique_ptr<ByteSource> source, std::string root);
  virtual ~XmlEvents();
  XmlEvents(const XmlEvents&) = delete;
  XmlEvents& operator=(const XmlEvents&) = delete;

  /// Reads on; false when the file has ended. Throws FormatError naming file
  /// and line, but not before everything that came before the failure was
  /// given and read_some() is called again.
  bool read_some();
  [[nodiscard]] const std::string& name() const;

 protected:
  virtual void start(std::string_view element,
                     const XmlAttributes& attributes) = 0;
  virtual void end(std::string_view element) = 0;
  virtual void text(std::string_view part) = 0;
  /// What a user should look at when the XML breaks here, e.g. ", inside the
  /// <tu> of line 7".
  [[nodiscard]] virtual std::string inside() const = 0;

  /// Of the event that is handled.
  [[nodiscard]] std::size_t line() const;
  [[nodiscard]] std::size_t offset() const;
  /// Ends parsing with a message that starts after "file:line: ".
  void stop(const std::string& why);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Without the white space of XML at both ends.
[[nodiscard]] std::string trimmed_xml(std::string_view text);

/// A language tag in its usual form: "en_us" as "en-US".
[[nodiscard]] std::string canonical_tag(std::string_view tag);

}  // namespace align
