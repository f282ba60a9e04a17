#include "common/cli.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <boost/version.hpp>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <filesystem>
#include <mutex>
#include <set>
#include <sstream>
#include <system_error>
#include <thread>

#include "align/text.h"

namespace align::cli {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kMostThreads = 1024;

// Unfinished outputs, removed by the thread that waits for signals. The one
// piece of state of a tool that outlives a call, because a signal has no other
// way to reach it.
class Unfinished {
 public:
  // A signal waits until the new file is known here.
  std::unique_ptr<OutputFile> open(const std::string& path) {
    const std::lock_guard lock(mutex_);
    auto file = std::make_unique<OutputFile>(path);
    const std::string temporary = file->temporary_path();
    if (!temporary.empty()) paths_.insert(temporary);
    return file;
  }
  // For the end of the program: no file can be opened after it.
  void remove_files_for_good() {
    mutex_.lock();
    for (const std::string& path : paths_) ::unlink(path.c_str());
  }

 private:
  std::mutex mutex_;
  std::set<std::string> paths_;
};

Unfinished& unfinished() {
  // Never destroyed: the thread that waits for signals is still there when the
  // program ends.
  static auto* const instance = new Unfinished;
  return *instance;
}

// SIGINT and SIGTERM end the tool with 75 and leave nothing half-written. They
// are blocked everywhere and taken by one thread, so that what is done for them
// may lock and free. A closed pipe is met where it is written to.
void handle_signals() {
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a write error
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::thread([set] {
    int number = 0;
    sigwait(&set, &number);
    unfinished().remove_files_for_good();
    static constexpr char kMessage[] = "interrupted\n";
    [[maybe_unused]] const auto written =
        ::write(STDERR_FILENO, kMessage, sizeof kMessage - 1);
    ::_exit(kInterrupted);
  }).detach();
}

po::options_description common_options() {
  po::options_description options("Options all tools share");
  options.add_options()(
      "output,o",
      po::value<std::string>()->default_value("-")->value_name("FILE"),
      "where results go, - is standard output")(
      "format", po::value<std::string>()->value_name("NAME"),
      "format of the results")(
      "model", po::value<std::string>()->value_name("PATH"),
      "model bundle; default: the one that came with the tools")(
      "threads", po::value<unsigned>()->default_value(0)->value_name("N"),
      "0: all cores; never changes the results")(
      "max-memory",
      po::value<std::string>()->default_value("0")->value_name("SIZE"),
      "most address space the tool may take, as in 800M or 4G, the mapped "
      "model included; a job that needs more ends with exit code 1; 0: no "
      "limit")("strict", po::bool_switch(), "diagnostics are failures")(
      "quiet", po::bool_switch(), "say nothing but errors")(
      "verbose", po::bool_switch(), "say more")(
      "log-format",
      po::value<std::string>()->default_value("text")->value_name("NAME"),
      "text or json")(
      "progress",
      po::value<std::string>()->default_value("auto")->value_name("WHEN"),
      "auto, always or never")(
      "config", po::value<std::string>()->value_name("FILE"),
      "read options from lines of the form name = value")(
      "dump-config", po::bool_switch(), "print the options in force")(
      "version", po::bool_switch(), "print versions")(
      "help,h", po::bool_switch(), "print this");
  return options;
}

void print_versions(const ToolInfo& info) {
  bool is_first = true;
  for (const auto& [name, version] : library_versions()) {
    if (is_first) {
      std::printf("%s (%s) %s\n", std::string(info.name).c_str(), name.c_str(),
                  version.c_str());
    } else {
      std::printf("  %s %s\n", name.c_str(), version.c_str());
    }
    is_first = false;
  }
  std::string boost = BOOST_LIB_VERSION;
  std::replace(boost.begin(), boost.end(), '_', '.');
  std::printf("  Boost.Program_options %s\n", boost.c_str());
}

void print_help(const ToolInfo& info, const po::options_description& own,
                const po::options_description& common) {
  std::ostringstream text;
  text << "Usage: " << info.synopsis << "\n\n" << info.summary << "\n\n";
  if (!own.options().empty()) text << own << "\n";
  text << common << "\n" << info.details;
  std::string bytes = text.str();
  if (bytes.back() != '\n') bytes += '\n';
  std::fwrite(bytes.data(), 1, bytes.size(), stdout);
}

void dump_config(const po::options_description& options,
                 const po::variables_map& values) {
  static const std::set<std::string> kNotSettings = {"config", "dump-config",
                                                     "help", "version"};
  for (const auto& option : options.options()) {
    const std::string& name = option->long_name();
    if (kNotSettings.count(name) > 0 || values.count(name) == 0) continue;
    const boost::any& value = values[name].value();
    const auto line = [&](const std::string& text) {
      std::printf("%s = %s\n", name.c_str(), text.c_str());
    };
    if (const auto* text = boost::any_cast<std::string>(&value)) {
      line(*text);
    } else if (const auto* flag = boost::any_cast<bool>(&value)) {
      line(*flag ? "true" : "false");
    } else if (const auto* number = boost::any_cast<unsigned>(&value)) {
      line(std::to_string(*number));
    } else if (const auto* big = boost::any_cast<std::size_t>(&value)) {
      line(std::to_string(*big));
    } else if (const auto* real = boost::any_cast<double>(&value)) {
      std::ostringstream digits;
      digits << *real;
      line(digits.str());
    } else if (const auto* many =
                   boost::any_cast<std::vector<std::string>>(&value)) {
      for (const std::string& each : *many) line(each);
    } else {
      throw std::logic_error("option of unforeseen type: " + name);
    }
  }
}

// What a parser's error says. Boost puts the user's words into its message by
// replacing "%value%" and the like until none is left, and so never ends when
// one of those words is "%value%" itself; such words are not repeated.
std::string explain(const po::error& error, bool has_percent_sign) {
  const bool has_words =
      dynamic_cast<const po::error_with_option_name*>(&error) != nullptr;
  if (!has_percent_sign || !has_words) return error.what();
  return "an option is unknown or has a bad value; it is one of those with a "
         "percent sign";
}

bool has_percent_sign(std::string_view text) {
  return text.find('%') != std::string_view::npos;
}

void check_choice(const po::variables_map& values, const std::string& option,
                  const std::vector<std::string>& choices) {
  const auto& value = values[option].as<std::string>();
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return;
  std::string wanted;
  for (const std::string& choice : choices) {
    wanted += (wanted.empty() ? "" : ", ") + choice;
  }
  throw UsageError("--" + option + " " + value + ": want one of " + wanted);
}

po::variables_map parse(int argc, char** argv,
                        const po::options_description& own,
                        const po::options_description& common) {
  po::options_description all;
  all.add(own).add(common);
  po::options_description with_inputs;
  with_inputs.add(all).add_options()("input",
                                     po::value<std::vector<std::string>>());
  po::positional_options_description positional;
  positional.add("input", -1);
  namespace style = po::command_line_style;
  po::variables_map values;
  try {
    po::store(po::command_line_parser(argc, argv)
                  .options(with_inputs)
                  .positional(positional)
                  .style(style::unix_style & ~style::allow_guessing)
                  .run(),
              values);
  } catch (const po::error& error) {
    throw UsageError(
        explain(error, std::any_of(argv, argv + argc, has_percent_sign)));
  }
  if (values.count("config") > 0) {
    const auto& path = values["config"].as<std::string>();
    const std::string bytes = read_bytes(path);
    try {
      std::istringstream lines(bytes);
      po::store(po::parse_config_file(lines, all), values);
    } catch (const po::error& error) {
      throw UsageError(path + ": " + explain(error, has_percent_sign(bytes)));
    }
  }
  po::notify(values);
  return values;
}

// Bytes of an option such as 800M: a number with K, M, G or T, powers of 1024.
std::uint64_t parse_size(const std::string& option,
                         const po::variables_map& values) {
  const auto& text = values[option].as<std::string>();
  std::uint64_t number = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, number);
  constexpr std::string_view kUnits = "KMGT";
  const std::size_t unit =
      last - end == 1 ? kUnits.find(*end) : std::string_view::npos;
  const unsigned shift =
      unit == std::string_view::npos ? 0 : 10 * static_cast<unsigned>(unit + 1);
  const bool is_whole = end == last || unit != std::string_view::npos;
  if (error != std::errc() || !is_whole || number > (UINT64_MAX >> shift)) {
    throw UsageError("--" + option + " " + text +
                     ": want a number of bytes, as in 800M or 4G");
  }
  return number << shift;
}

// Everything checked before work starts, so that a mistake in an option does
// not cost an hour.
void validate(const po::variables_map& values) {
  check_choice(values, "log-format", {"text", "json"});
  check_choice(values, "progress", {"auto", "always", "never"});
  // A negative number reads as a huge unsigned one.
  if (values["threads"].as<unsigned>() > kMostThreads) {
    throw UsageError("--threads wants a number from 0 to " +
                     std::to_string(kMostThreads));
  }
  static_cast<void>(parse_size("max-memory", values));
  if (values["output"].as<std::string>().empty()) {
    throw UsageError("--output is empty, want a file or -");
  }
}

// From here on an allocation above the limit fails.
void limit_memory(std::uint64_t bytes) {
  if (bytes == 0) return;
  rlimit limit{};
  ::getrlimit(RLIMIT_AS, &limit);
  limit.rlim_cur = std::min<rlim_t>(bytes, limit.rlim_max);
  if (::setrlimit(RLIMIT_AS, &limit) != 0) {
    throw IoError("the system refuses a limit of memory");
  }
}

std::string executable_folder() {
  std::error_code error;
  const fs::path path = fs::read_symlink("/proc/self/exe", error);
  return error ? std::string() : path.parent_path().string();
}

// Writes what the C library still holds; a full disk shows up only now.
void flush_stdout() {
  if (std::fflush(stdout) != 0 && errno != EPIPE) {
    throw IoError("cannot write standard output");
  }
}

}  // namespace

Session::Session(const ToolInfo& info, po::variables_map values)
    : log(std::string(info.name)), info_(info), values_(std::move(values)) {
  if (has("input")) inputs = get<std::vector<std::string>>("input");
  output = get<std::string>("output");
  is_strict = get<bool>("strict");
  log.is_quiet = get<bool>("quiet");
  log.is_verbose = get<bool>("verbose");
  log.format = get<std::string>("log-format") == "json" ? LogFormat::kJson
                                                        : LogFormat::kText;
  threads = get<unsigned>("threads");
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
}

bool Session::has(const std::string& option) const {
  return values_.count(option) > 0;
}

std::string Session::format(std::string_view standard) const {
  return has("format") ? get<std::string>("format") : std::string(standard);
}

std::vector<std::string> Session::formats(std::string_view standard) const {
  std::vector<std::string> names;
  std::istringstream list(format(standard));
  for (std::string name; std::getline(list, name, ',');) names.push_back(name);
  return names;
}

std::string Session::model_path() const {
  if (has("model")) return get<std::string>("model");
  static constexpr char kName[] = "vi-en-ar.align";
  const fs::path folder = executable_folder();
  // Installed, then in a build folder of the source tree.
  for (const fs::path& candidate : {folder / "../share/libalign/models" / kName,
                                    folder / "../../../models" / kName}) {
    std::error_code error;
    if (fs::is_regular_file(candidate, error)) {
      return candidate.lexically_normal().string();
    }
  }
  throw ModelError(std::string("no model ") + kName + " beside " +
                   folder.string() + ", name one with --model");
}

const Model& Session::model() {
  if (!model_) model_ = std::make_unique<Model>(Model::load(model_path()));
  return *model_;
}

const Encoder* Session::encoder() {
  if (!has("encoder")) return nullptr;
  if (!encoder_) {
    EncoderOptions options;
    // Without the space that would be lost in a configuration file.
    options.prefix = get<std::string>("encoder-prefix");
    if (!options.prefix.empty()) options.prefix += ' ';
    options.threads = threads;
    encoder_ = Encoder::load(get<std::string>("encoder"), options);
  }
  return &*encoder_;
}

void add_encoder_options(po::options_description& options) {
  options.add_options()(
      "encoder", po::value<std::string>()->value_name("FILE.onnx"),
      "a strong sentence encoder that looks again at what is in doubt; its "
      "SentencePiece model is FILE.spm")(
      "encoder-prefix",
      po::value<std::string>()->default_value("query:")->value_name("WORD"),
      "what the encoder wants before each text, with a space behind it");
}

std::unique_ptr<OutputFile> Session::open_output(const std::string& path) {
  return unfinished().open(path);
}

void Session::commit(OutputFile& file) {
  if (is_strict && log.diagnostics() > 0) return;
  file.commit();
}

WriteOptions Session::write_options() const {
  WriteOptions options;
  options.tool = std::string(info_.name);
  options.tool_version = library_versions().front().second;
  if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH")) {
    const std::string text = epoch;
    long long seconds = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size()) {
      throw UsageError("SOURCE_DATE_EPOCH " + text +
                       ": want seconds since 1970");
    }
    const auto time = static_cast<std::time_t>(seconds);
    std::tm parts{};
    if (gmtime_r(&time, &parts) == nullptr) {
      throw UsageError("SOURCE_DATE_EPOCH " + text + " is out of range");
    }
    char date[64];
    std::strftime(date, sizeof date, "%Y%m%dT%H%M%SZ", &parts);
    options.date = date;
  }
  return options;
}

std::unique_ptr<Progress> Session::progress(std::string title,
                                            std::size_t total) const {
  const auto when = get<std::string>("progress");
  const char* terminal = std::getenv("TERM");
  const bool is_dumb =
      terminal == nullptr || std::string_view(terminal) == "dumb";
  const bool is_shown =
      when == "always" ||
      (when == "auto" && !log.is_quiet && !is_dumb &&
       log.format == LogFormat::kText && ::isatty(STDERR_FILENO) == 1);
  return std::make_unique<Progress>(std::move(title), total, is_shown);
}

bool Session::is_color_wanted() const {
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) == 1 &&
         (no_color == nullptr || *no_color == '\0') && terminal != nullptr &&
         std::string_view(terminal) != "dumb";
}

int run(int argc, char** argv, const ToolInfo& info,
        const std::function<void(po::options_description&)>& add_options,
        const std::function<int(Session&)>& body) {
  Log log{std::string(info.name)};
  const auto usage_error = [&](const std::exception& error) {
    log.error(std::string(error.what()) + "; try '" + std::string(info.name) +
              " --help'");
    return kUsage;
  };
  po::options_description own("Options of " + std::string(info.name));
  const po::options_description common = common_options();
  add_options(own);
  po::variables_map values;
  try {
    values = parse(argc, argv, own, common);
    if (values["log-format"].as<std::string>() == "json") {
      log.format = LogFormat::kJson;
    }
    validate(values);
  } catch (const IoError& error) {
    log.error(error.what());
    return kFailed;
  } catch (const std::exception& error) {
    return usage_error(error);
  }
  try {
    if (values["help"].as<bool>() || values["version"].as<bool>() ||
        values["dump-config"].as<bool>()) {
      ::signal(SIGPIPE, SIG_IGN);
      if (values["help"].as<bool>()) {
        print_help(info, own, common);
      } else if (values["version"].as<bool>()) {
        print_versions(info);
      } else {
        po::options_description all;
        all.add(own).add(common);
        dump_config(all, values);
      }
      flush_stdout();
      return kDone;
    }
    handle_signals();
    limit_memory(parse_size("max-memory", values));
    Session session(info, values);
    const int code = body(session);
    flush_stdout();
    const bool is_refused = session.is_strict && session.log.diagnostics() > 0;
    if (is_refused) {
      session.log.error("diagnostics under --strict, no file was written");
    }
    if (values.count("encoder") > 0 && session.encoder() != nullptr) {
      session.log.count("texts encoded", session.encoder()->count());
    }
    session.log.sum_up();
    return is_refused ? kFailed : code;
  } catch (const UsageError& error) {
    return usage_error(error);
  } catch (const InvalidArgument& error) {
    return usage_error(error);
  } catch (const Error& error) {
    log.error(error.what());
  } catch (const std::bad_alloc&) {
    const auto limit = values["max-memory"].as<std::string>();
    log.error(limit == "0" ? "out of memory"
                           : "out of memory: this needs more than "
                             "--max-memory " +
                                 limit);
  } catch (const std::system_error& error) {
    log.error(std::string("the system refuses: ") + error.what());
  } catch (const std::exception& error) {
    log.error(std::string("internal error, please report it: ") + error.what());
  }
  return kFailed;
}

}  // namespace align::cli
