// The bundle file.
//
//   header      64 bytes, see Header
//   sections    one SectionEntry each, in the order of the file
//   languages   tags joined by one space
//   zero bytes to the next multiple of 64, then each section at a multiple of
//   64 with zero bytes between, the last one unpadded.
//
// All numbers are little-endian. The header checksum covers header, entries and
// languages, the entries hold the checksums of the sections, and padding must
// be zero, so that no bit of the file can change unseen.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/tokenize.h"
#include "tokenize/hexadecimal.h"

namespace align {
namespace {

static_assert(std::endian::native == std::endian::little,
              "bundles are mapped as they are, in little-endian order");

constexpr std::array<char, 8> kMagic = {'l', 'i', 'b', 'a', 'l', 'i', 'g', 'n'};
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kMaxSections = 256;
constexpr std::size_t kMaxNameLength = 23;
constexpr std::size_t kMaxLanguagesLength = 4096;

struct Header {
  std::array<char, 8> magic{};
  std::uint32_t version = 0;
  std::uint32_t sections = 0;
  std::uint64_t file_size = 0;
  std::uint64_t languages_size = 0;
  std::array<std::uint64_t, 3> reserved{};  // zero
  std::uint64_t checksum = 0;  // of the header with this field zero, the
                               // entries and the languages
};
static_assert(sizeof(Header) == 64);

struct SectionEntry {
  std::array<char, kMaxNameLength + 1> name{};  // padded with zeros
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::uint64_t checksum = 0;
};
static_assert(sizeof(SectionEntry) == 48);

std::size_t round_up(std::size_t size) {
  return (size + kAlignment - 1) / kAlignment * kAlignment;
}

std::string system_message(const std::string& path, const char* what) {
  return path + ": cannot " + what + ": " + std::strerror(errno);
}

// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return value_; }
  int release() { return std::exchange(value_, -1); }

 private:
  int value_;
};

void write_all(int descriptor, std::string_view bytes,
               const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      throw IoError(system_message(path, "write"));
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

bool is_zero(const std::byte* begin, const std::byte* end) {
  return std::all_of(begin, end,
                     [](std::byte value) { return value == std::byte{0}; });
}

std::uint64_t header_checksum(Header header, const void* rest,
                              std::size_t rest_size) {
  header.checksum = 0;
  std::string covered(sizeof header + rest_size, '\0');
  std::memcpy(covered.data(), &header, sizeof header);
  std::memcpy(covered.data() + sizeof header, rest, rest_size);
  return XXH3_64bits(covered.data(), covered.size());
}

}  // namespace

struct Bundle::State {
  State(std::string file, void* address, std::size_t length)
      : path(std::move(file)),
        begin(static_cast<const std::byte*>(address)),
        size(length) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { ::munmap(const_cast<std::byte*>(begin), size); }

  void verify();
  [[nodiscard]] const SectionEntry* find(std::string_view name) const;

  std::string path;
  const std::byte* begin;
  std::size_t size;
  std::vector<SectionEntry> entries;
  std::vector<std::string> languages;
  std::string fingerprint;
};

void Bundle::State::verify() {
  const auto refuse = [this](const std::string& why) {
    throw ModelError(path + ": " + why);
  };
  Header header;
  if (size < sizeof header) {
    refuse("not a libalign model, or a truncated one: " + std::to_string(size) +
           " bytes, want at least " + std::to_string(sizeof header));
  }
  std::memcpy(&header, begin, sizeof header);
  if (header.magic != kMagic) refuse("not a libalign model");
  if (header.version != kVersion) {
    refuse("model format version " + std::to_string(header.version) +
           ", this library reads version " + std::to_string(kVersion));
  }
  if (header.file_size != size) {
    refuse("truncated or damaged model: " + std::to_string(size) +
           " bytes, its header says " + std::to_string(header.file_size));
  }
  if (header.sections > kMaxSections ||
      header.languages_size > kMaxLanguagesLength) {
    refuse("damaged model header");
  }
  const std::size_t table_size = header.sections * sizeof(SectionEntry);
  const std::size_t head_size =
      sizeof header + table_size + header.languages_size;
  if (head_size > size ||
      header_checksum(header, begin + sizeof header,
                      table_size + header.languages_size) != header.checksum) {
    refuse("damaged model: the checksum of the header does not fit");
  }
  entries.resize(header.sections);
  // A bundle without sections has no table, and no place to copy it to.
  if (!entries.empty()) {
    std::memcpy(entries.data(), begin + sizeof header, table_size);
  }
  std::size_t end = head_size;
  for (const SectionEntry& entry : entries) {
    const std::size_t offset = round_up(end);
    if (entry.name.back() != '\0' || entry.offset != offset || offset > size ||
        entry.size > size - offset || !is_zero(begin + end, begin + offset)) {
      refuse("damaged model: the table of sections does not fit the file");
    }
    if (XXH3_64bits(begin + offset, entry.size) != entry.checksum) {
      refuse("damaged model: the checksum of section '" +
             std::string(entry.name.data()) + "' does not fit");
    }
    end = offset + entry.size;
  }
  if (end != size) refuse("damaged model: bytes after the last section");

  std::string tag;
  const auto* text =
      reinterpret_cast<const char*>(begin) + sizeof header + table_size;
  for (std::size_t i = 0; i <= header.languages_size; ++i) {
    if (i < header.languages_size && text[i] != ' ') {
      tag += text[i];
    } else if (!tag.empty()) {
      languages.push_back(std::exchange(tag, {}));
    }
  }
  fingerprint = hexadecimal(header.checksum);
}

const SectionEntry* Bundle::State::find(std::string_view name) const {
  for (const SectionEntry& entry : entries) {
    if (name == entry.name.data()) return &entry;
  }
  return nullptr;
}

Bundle Bundle::open(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) throw IoError(system_message(path, "open"));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) {
    throw IoError(system_message(path, "read"));
  }
  if (!S_ISREG(status.st_mode)) {
    throw IoError(path + ": not a regular file, want a libalign model");
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) throw ModelError(path + ": empty file, want a libalign model");
  void* address = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.get(), 0);
  if (address == MAP_FAILED) throw IoError(system_message(path, "map"));
  auto state = std::make_shared<State>(path, address, size);
  state->verify();
  // Every page has been read for the checksums; what is not looked at again
  // need not stay in memory. It is advice, so failure is none.
  ::madvise(address, size, MADV_DONTNEED);
  Bundle bundle;
  bundle.state_ = std::move(state);
  return bundle;
}

const std::vector<std::string>& Bundle::languages() const {
  return state_->languages;
}

std::span<const std::byte> Bundle::section(std::string_view name) const {
  const SectionEntry* entry = state_->find(name);
  if (entry == nullptr) {
    throw ModelError(state_->path + ": the model has no section '" +
                     std::string(name) + "'");
  }
  return {state_->begin + entry->offset, entry->size};
}

bool Bundle::has_section(std::string_view name) const {
  return state_->find(name) != nullptr;
}

std::vector<std::string> Bundle::section_names() const {
  std::vector<std::string> names;
  for (const SectionEntry& entry : state_->entries) {
    names.emplace_back(entry.name.data());
  }
  return names;
}

const std::string& Bundle::path() const { return state_->path; }

const std::string& Bundle::fingerprint() const { return state_->fingerprint; }

void write_bundle(
    const std::string& path, const std::vector<std::string>& languages,
    const std::vector<std::pair<std::string, std::string>>& sections) {
  if (sections.size() > kMaxSections) {
    throw InvalidArgument("a model holds at most " +
                          std::to_string(kMaxSections) + " sections, not " +
                          std::to_string(sections.size()));
  }
  std::string tags;
  for (const std::string& language : languages) {
    if (!tags.empty()) tags += ' ';
    tags += language;
  }
  std::vector<SectionEntry> entries(sections.size());
  std::size_t end =
      sizeof(Header) + entries.size() * sizeof(SectionEntry) + tags.size();
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const auto& [name, bytes] = sections[i];
    if (name.empty() || name.size() > kMaxNameLength) {
      throw InvalidArgument("section name '" + name + "', want 1 to " +
                            std::to_string(kMaxNameLength) + " bytes");
    }
    std::copy(name.begin(), name.end(), entries[i].name.begin());
    entries[i].offset = round_up(end);
    entries[i].size = bytes.size();
    entries[i].checksum = XXH3_64bits(bytes.data(), bytes.size());
    end = entries[i].offset + bytes.size();
  }
  Header header;
  header.magic = kMagic;
  header.version = kVersion;
  header.sections = static_cast<std::uint32_t>(sections.size());
  header.file_size = end;
  header.languages_size = tags.size();
  std::string head(sizeof header + entries.size() * sizeof(SectionEntry), '\0');
  // A bundle without sections has no entries to point at.
  if (!entries.empty()) {
    std::memcpy(head.data() + sizeof header, entries.data(),
                entries.size() * sizeof(SectionEntry));
  }
  head += tags;
  header.checksum = header_checksum(header, head.data() + sizeof header,
                                    head.size() - sizeof header);
  std::memcpy(head.data(), &header, sizeof header);

  const std::string temporary = path + "." + std::to_string(::getpid());
  Descriptor file(::open(temporary.c_str(),
                         O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (file.get() < 0) throw IoError(system_message(path, "create"));
  try {
    write_all(file.get(), head, path);
    std::size_t written = head.size();
    for (std::size_t i = 0; i < sections.size(); ++i) {
      write_all(file.get(), std::string(entries[i].offset - written, '\0'),
                path);
      write_all(file.get(), sections[i].second, path);
      written = entries[i].offset + entries[i].size;
    }
    if (::fsync(file.get()) != 0 || ::close(file.release()) != 0 ||
        ::rename(temporary.c_str(), path.c_str()) != 0) {
      throw IoError(system_message(path, "write"));
    }
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
}

std::vector<std::pair<std::string, std::string>> sections_of(
    const Bundle& bundle) {
  std::vector<std::pair<std::string, std::string>> sections;
  for (const std::string& name : bundle.section_names()) {
    const std::span<const std::byte> bytes = bundle.section(name);
    sections.emplace_back(
        name,
        std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  }
  return sections;
}

void replace_sections(
    const std::string& input, const std::string& output,
    const std::vector<std::pair<std::string, std::string>>& sections) {
  const Bundle bundle = Bundle::open(input);
  std::vector<std::pair<std::string, std::string>> all = sections_of(bundle);
  for (const auto& [name, bytes] : sections) {
    const auto same = [&wanted = name](const auto& section) {
      return section.first == wanted;
    };
    const auto found = std::find_if(all.begin(), all.end(), same);
    if (found == all.end()) {
      all.emplace_back(name, bytes);
    } else {
      found->second = bytes;
    }
  }
  write_bundle(output, bundle.languages(), all);
}

}  // namespace align
