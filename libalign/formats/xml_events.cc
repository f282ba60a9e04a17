#include "formats/xml_events.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#include "align/error.h"

namespace align {
namespace {

// Small, since libxml2 recodes what is left of it to tell an offset in UTF-16.
constexpr std::size_t kChunkBytes = std::size_t{1} << 13;

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view()
                         : reinterpret_cast<const char*>(text);
}

// libxml2 prints what it cannot pass to the parser's handler, such as bytes
// that are not in the encoding named. For as long as this lives, it does not,
// in this thread.
class Silence {
 public:
  Silence()
      : generic_(xmlGenericError),
        generic_context_(xmlGenericErrorContext),
        structured_(xmlStructuredError),
        structured_context_(xmlStructuredErrorContext) {
    xmlSetGenericErrorFunc(nullptr, &Silence::ignore_message);
    xmlSetStructuredErrorFunc(nullptr, &Silence::ignore_error);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence() {
    xmlSetGenericErrorFunc(generic_context_, generic_);
    xmlSetStructuredErrorFunc(structured_context_, structured_);
  }

 private:
  static void ignore_message(void*, const char*, ...) {}
  static void ignore_error(void*, xmlErrorPtr) {}

  xmlGenericErrorFunc generic_;
  void* generic_context_;
  xmlStructuredErrorFunc structured_;
  void* structured_context_;
};

}  // namespace

struct XmlEvents::State {
  State(XmlEvents& owner, std::unique_ptr<ByteSource> bytes,
        std::string expected)
      : events(owner), source(std::move(bytes)), root(std::move(expected)) {
    static std::once_flag once;
    std::call_once(once, xmlInitParser);
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = &State::on_start;
    handler.endElementNs = &State::on_end;
    handler.characters = &State::on_characters;
    handler.ignorableWhitespace = &State::on_characters;
    handler.cdataBlock = &State::on_characters;
    handler.entityDecl = &State::on_entity_declaration;
    handler.reference = &State::on_reference;
    handler.serror = &State::on_error;
    context = xmlCreatePushParserCtxt(&handler, this, nullptr, 0, nullptr);
    if (context == nullptr) throw std::bad_alloc();
    // NOENT: "&amp;" in an attribute comes as the character it stands for. No
    // other entity can be expanded, since none is ever declared to the end.
    xmlCtxtUseOptions(context,
                      XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_BIG_LINES);
    buffer.resize(kChunkBytes);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (context->myDoc != nullptr) xmlFreeDoc(context->myDoc);
    xmlFreeParserCtxt(context);
  }

  static State& self(void* user) { return *static_cast<State*>(user); }

  [[nodiscard]] std::size_t line() const {
    return static_cast<std::size_t>(xmlSAX2GetLineNumber(context));
  }
  void fail(std::size_t at, const std::string& why) {
    if (failure.empty()) {
      failure = source->name() + ":" + std::to_string(at) + ": " + why;
    }
    xmlStopParser(context);
  }
  void feed(std::string_view bytes) {
    const Silence silence;
    const int status =
        xmlParseChunk(context, bytes.data(), static_cast<int>(bytes.size()),
                      bytes.empty() ? 1 : 0);
    if (!failure.empty()) return;
    if (status == XML_ERR_INVALID_ENCODING) {
      fail(line(),
           "broken XML: bytes that are not in the encoding of the file" +
               events.inside());
    } else if (status != XML_ERR_OK && context->wellFormed == 0) {
      failure = source->name() + ": broken XML";
    } else if (bytes.empty() && !has_root) {
      failure = source->name() + ": no " +
                (root.empty() ? std::string() : "<" + root + "> ") + "element";
    }
  }

  static void on_start(void* user, const xmlChar* name, const xmlChar*,
                       const xmlChar*, int, const xmlChar**, int count, int,
                       const xmlChar** attributes) {
    State& state = self(user);
    if (!state.has_root && !state.root.empty() && view(name) != state.root) {
      state.fail(state.line(), "the file is <" + std::string(view(name)) +
                                   ">, want <" + state.root + ">");
      return;
    }
    state.has_root = true;
    state.events.start(view(name), XmlAttributes(count, attributes));
  }
  static void on_end(void* user, const xmlChar* name, const xmlChar*,
                     const xmlChar*) {
    self(user).events.end(view(name));
  }
  static void on_characters(void* user, const xmlChar* text, int size) {
    self(user).events.text(
        {reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
  }
  static void on_entity_declaration(void* user, const xmlChar* name, int,
                                    const xmlChar*, const xmlChar*, xmlChar*) {
    State& state = self(user);
    state.fail(state.line(), "declares the entity '" + std::string(view(name)) +
                                 "'; files with entities are refused");
  }
  static void on_reference(void* user, const xmlChar* name) {
    State& state = self(user);
    state.fail(state.line(), "uses the entity '&" + std::string(view(name)) +
                                 ";'; only &amp; &lt; &gt; &quot; &apos; and "
                                 "numbers are read" +
                                 state.events.inside());
  }
  static void on_error(void* user, xmlErrorPtr error) {
    State& state = self(user);
    // Where a DTD is named but not read, an entity that it may declare is only
    // a warning to libxml2.
    if (error->code == XML_WAR_UNDECLARED_ENTITY) {
      on_reference(user, reinterpret_cast<const xmlChar*>(error->str1));
      return;
    }
    if (error->level != XML_ERR_FATAL) return;
    const std::string message =
        trimmed_xml(error->message == nullptr ? "" : error->message);
    state.fail(static_cast<std::size_t>(std::max(1, error->line)),
               "broken XML: " + message + state.events.inside());
  }

  XmlEvents& events;
  std::unique_ptr<ByteSource> source;
  std::string root;
  xmlParserCtxtPtr context = nullptr;
  std::string buffer;
  std::string failure;
  bool has_root = false;
  bool has_ended = false;
};

std::string XmlAttributes::get(std::string_view name,
                               std::string_view prefix) const {
  // Five pointers each: name, prefix, URI, value, its end.
  for (int i = 0; i < count_; ++i) {
    const unsigned char** a = values_ + static_cast<std::ptrdiff_t>(i) * 5;
    if (view(a[0]) == name && view(a[1]) == prefix) {
      return {reinterpret_cast<const char*>(a[3]),
              reinterpret_cast<const char*>(a[4])};
    }
  }
  return {};
}

XmlEvents::XmlEvents(std::unique_ptr<ByteSource> source, std::string root)
    : state_(
          std::make_unique<State>(*this, std::move(source), std::move(root))) {}

XmlEvents::~XmlEvents() = default;

bool XmlEvents::read_some() {
  State& state = *state_;
  if (!state.failure.empty()) throw FormatError(state.failure);
  if (state.has_ended) return false;
  const std::size_t count =
      state.source->read(state.buffer.data(), state.buffer.size());
  state.has_ended = count < state.buffer.size();
  if (count > 0) state.feed({state.buffer.data(), count});
  if (state.has_ended && state.failure.empty()) state.feed({});
  return true;
}

const std::string& XmlEvents::name() const { return state_->source->name(); }

std::size_t XmlEvents::line() const { return state_->line(); }

std::size_t XmlEvents::offset() const {
  const long consumed = xmlByteConsumed(state_->context);
  return consumed > 0 ? static_cast<std::size_t>(consumed) : 0;
}

void XmlEvents::stop(const std::string& why) { state_->fail(line(), why); }

std::string trimmed_xml(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return std::string(
      text.substr(begin, text.find_last_not_of(kSpace) - begin + 1));
}

std::string canonical_tag(std::string_view tag) {
  std::string result;
  bool is_first = true;
  for (std::size_t begin = 0; begin <= tag.size();) {
    const std::size_t end =
        std::min(tag.find_first_of("-_", begin), tag.size());
    std::string part(tag.substr(begin, end - begin));
    std::transform(part.begin(), part.end(), part.begin(), [](unsigned char c) {
      return static_cast<char>(std::tolower(c));
    });
    if (!is_first && part.size() == 2) {
      std::transform(
          part.begin(), part.end(), part.begin(),
          [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    } else if (!is_first && part.size() == 4) {
      part[0] =
          static_cast<char>(std::toupper(static_cast<unsigned char>(part[0])));
    }
    if (!is_first) result += '-';
    result += part;
    is_first = false;
    begin = end + 1;
  }
  return result;
}

}  // namespace align
