#include <sentencepiece_processor.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <numeric>
#include <openvino/openvino.hpp>
#include <optional>
#include <thread>
#include <utility>

#include "align/encoder.h"
#include "align/error.h"

namespace align {
namespace {

namespace fs = std::filesystem;

/// Pieces of a batch, padding included: larger ones leave the caches.
constexpr std::size_t kBatchPieces = 2048;
/// Numbers that share a scale when values are rounded to eight bits on the way.
constexpr std::uint64_t kQuantisationGroup = 384;
/// No piece is longer than this many bytes on average in any script, so longer
/// texts are cut before they are looked at.
constexpr std::size_t kBytesOfPiece = 24;

/// OpenVINO's messages name its source files first; the last line says why.
std::string reason_of(const std::exception& error) {
  std::string text = error.what();
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

void check_file(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) {
    throw IoError("cannot open " + path + ": want a file");
  }
}

std::string subwords_beside(const std::string& path) {
  const fs::path file(path);
  const fs::path same_name = fs::path(file).replace_extension(".spm");
  std::error_code error;
  if (fs::is_regular_file(same_name, error)) return same_name.string();
  const fs::path usual = file.parent_path() / "sentencepiece.bpe.model";
  if (fs::is_regular_file(usual, error)) return usual.string();
  throw IoError("cannot open " + same_name.string() +
                ": want the encoder's SentencePiece model");
}

/// Texts to the numbers an encoder knows them by.
class Numbering {
 public:
  Numbering(const std::string& path, std::size_t most_pieces)
      : most_pieces_(most_pieces) {
    const auto status = processor_.Load(path);
    if (!status.ok()) {
      throw ModelError(path +
                       " is no SentencePiece model: " + status.error_message());
    }
    const bool is_plain = processor_.unk_id() == 0 &&
                          processor_.bos_id() == 1 && processor_.eos_id() == 2;
    if (is_plain) {
      shift_ = 1;
      begin_ = 0;
      pad_ = 1;
      end_ = 2;
      unknown_ = 3;
    } else {
      begin_ = processor_.bos_id();
      pad_ = std::max(0, processor_.pad_id());
      end_ = processor_.eos_id();
      unknown_ = processor_.unk_id();
      if (begin_ < 0 || end_ < 0) {
        throw ModelError(path + " has no pieces <s> and </s>");
      }
    }
  }

  [[nodiscard]] std::vector<int> numbers_of(std::string_view prefix,
                                            std::string_view text) const {
    std::size_t bytes = std::min(text.size(), most_pieces_ * kBytesOfPiece);
    while (bytes > 0 && bytes < text.size() &&
           (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) {
      --bytes;
    }
    const std::string whole =
        std::string(prefix) + std::string(text.substr(0, bytes));
    std::vector<int> pieces = processor_.EncodeAsIds(whole);
    if (pieces.size() + 2 > most_pieces_) pieces.resize(most_pieces_ - 2);
    for (int& piece : pieces) {
      piece = piece == processor_.unk_id() ? unknown_ : piece + shift_;
    }
    pieces.insert(pieces.begin(), begin_);
    pieces.push_back(end_);
    return pieces;
  }
  [[nodiscard]] int pad() const { return pad_; }

 private:
  sentencepiece::SentencePieceProcessor processor_;
  std::size_t most_pieces_;
  int shift_ = 0;
  int begin_ = 0;
  int pad_ = 0;
  int end_ = 0;
  int unknown_ = 0;
};

/// Texts of similar length that go through the encoder together.
struct Batch {
  std::vector<std::size_t> texts;
  std::size_t width = 0;  ///< pieces of the longest
};

std::vector<Batch> make_batches(const std::vector<std::vector<int>>& numbers) {
  std::vector<std::size_t> order(numbers.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(
      order, {}, [&](std::size_t text) { return numbers[text].size(); });
  std::vector<Batch> batches;
  for (const std::size_t text : order) {
    const std::size_t width = numbers[text].size();
    if (batches.empty() ||
        (batches.back().texts.size() + 1) * width > kBatchPieces) {
      batches.emplace_back();
    }
    batches.back().texts.push_back(text);
    batches.back().width = width;
  }
  return batches;
}

}  // namespace

struct Encoder::State {
  State(const std::string& path, const EncoderOptions& options)
      : name(path),
        prefix(options.prefix),
        numbering(
            options.subwords.empty() ? subwords_beside(path) : options.subwords,
            options.most_pieces) {
    const unsigned threads =
        options.threads == 0 ? std::max(1U, std::thread::hardware_concurrency())
                             : options.threads;
    try {
      ov::Core core;
      const std::shared_ptr<ov::Model> network = core.read_model(path);
      choose_ports(*network);
      // A thread a stream: how a batch is added up does not depend on threads.
      compiled = core.compile_model(
          network, "CPU", ov::num_streams(static_cast<int>(threads)),
          ov::inference_num_threads(static_cast<int>(threads)),
          ov::hint::inference_precision(ov::element::f32),
          ov::hint::dynamic_quantization_group_size(kQuantisationGroup));
      for (unsigned t = 0; t < threads; ++t) {
        requests.push_back(compiled.create_infer_request());
      }
    } catch (const Error&) {
      throw;
    } catch (const std::exception& error) {
      throw ModelError(
          path + " is no encoder that OpenVINO can run: " + reason_of(error));
    }
    const std::string_view probe = "a";
    std::vector<float> rows;
    run({&probe, 1}, rows);
    dimension = rows.size();
  }

  /// Finds the inputs and the output by name and shape.
  void choose_ports(const ov::Model& network) {
    bool has_pieces = false;
    for (const auto& input : network.inputs()) {
      const std::string& port = input.get_any_name();
      if (port == "input_ids") {
        has_pieces = true;
      } else if (port != "attention_mask" && port != "token_type_ids") {
        throw ModelError(name + " has the input " + port +
                         ", want input_ids, attention_mask, token_type_ids");
      }
      const ov::element::Type type = input.get_element_type();
      if (type != ov::element::i64 && type != ov::element::i32) {
        throw ModelError(name + " has an input " + port +
                         " that takes no whole numbers");
      }
      types.emplace_back(port, type);
    }
    if (!has_pieces) throw ModelError(name + " has no input input_ids");
    const auto& outputs = network.outputs();
    // Rather a vector a text than one a piece.
    for (const int wanted : {2, 3}) {
      for (std::size_t k = 0; k < outputs.size(); ++k) {
        const auto rank = outputs[k].get_partial_shape().rank();
        if (rank.is_static() && rank.get_length() == wanted) {
          output = k;
          return;
        }
      }
    }
    throw ModelError(name + " has no output of a vector a text or a piece");
  }

  void start(const Batch& batch, const std::vector<std::vector<int>>& numbers,
             ov::InferRequest& request) const {
    const ov::Shape shape{batch.texts.size(), batch.width};
    for (const auto& [port, type] : types) {
      ov::Tensor tensor(type, shape);
      const auto fill = [&, &wanted = port](auto* values) {
        using Value = std::remove_pointer_t<decltype(values)>;
        for (const std::size_t text : batch.texts) {
          const std::vector<int>& pieces = numbers[text];
          for (std::size_t k = 0; k < batch.width; ++k, ++values) {
            const bool is_piece = k < pieces.size();
            if (wanted == "input_ids") {
              *values =
                  static_cast<Value>(is_piece ? pieces[k] : numbering.pad());
            } else {
              *values = wanted == "attention_mask" && is_piece ? 1 : 0;
            }
          }
        }
      };
      if (type == ov::element::i64) {
        fill(tensor.data<std::int64_t>());
      } else {
        fill(tensor.data<std::int32_t>());
      }
      request.set_tensor(port, tensor);
    }
    request.start_async();
  }

  /// Reads the vectors of a batch that is done.
  void finish(const Batch& batch, const std::vector<std::vector<int>>& numbers,
              ov::InferRequest& request, std::size_t texts,
              std::vector<float>& rows) const {
    request.wait();
    const ov::Tensor tensor = request.get_output_tensor(output);
    const ov::Shape shape = tensor.get_shape();
    const std::size_t columns = shape.back();
    if (tensor.get_element_type() != ov::element::f32 ||
        shape[0] != batch.texts.size() ||
        (shape.size() == 3 && shape[1] != batch.width)) {
      throw ModelError(name + " gives no vector of floats a text");
    }
    if (rows.empty()) rows.assign(texts * columns, 0.0F);
    const float* values = tensor.data<float>();
    for (std::size_t b = 0; b < batch.texts.size(); ++b) {
      const std::size_t text = batch.texts[b];
      std::vector<double> sum(columns);
      const std::size_t pieces = shape.size() == 3 ? numbers[text].size() : 1;
      const float* first =
          values + b * columns * (shape.size() == 3 ? batch.width : 1);
      for (std::size_t k = 0; k < pieces * columns; ++k) {
        sum[k % columns] += static_cast<double>(first[k]);
      }
      double square = 0;
      for (const double value : sum) square += value * value;
      const double factor = square > 0 ? 1.0 / std::sqrt(square) : 0.0;
      for (std::size_t k = 0; k < columns; ++k) {
        rows[text * columns + k] = static_cast<float>(sum[k] * factor);
      }
    }
  }

  void run(std::span<const std::string_view> texts, std::vector<float>& rows) {
    std::vector<std::vector<int>> numbers;
    numbers.reserve(texts.size());
    for (const std::string_view text : texts) {
      numbers.push_back(numbering.numbers_of(prefix, text));
    }
    const std::vector<Batch> batches = make_batches(numbers);
    try {
      for (std::size_t b = 0; b < batches.size() + requests.size(); ++b) {
        ov::InferRequest& request = requests[b % requests.size()];
        if (b >= requests.size() && b - requests.size() < batches.size()) {
          finish(batches[b - requests.size()], numbers, request, texts.size(),
                 rows);
        }
        if (b < batches.size()) start(batches[b], numbers, request);
      }
    } catch (const Error&) {
      throw;
    } catch (const std::exception& error) {
      throw ModelError(name + " failed: " + reason_of(error));
    }
  }

  std::string name;
  std::string prefix;
  Numbering numbering;
  std::vector<std::pair<std::string, ov::element::Type>> types;
  std::size_t output = 0;
  ov::CompiledModel compiled;
  std::vector<ov::InferRequest> requests;
  std::size_t dimension = 0;
  std::mutex mutex;
  std::atomic<std::size_t> count = 0;
};

bool Encoder::is_supported() { return true; }

Encoder Encoder::load(const std::string& path, const EncoderOptions& options) {
  if (options.most_pieces < 3) {
    throw InvalidArgument("texts are cut to " +
                          std::to_string(options.most_pieces) +
                          " pieces, want at least 3");
  }
  check_file(path);
  if (!options.subwords.empty()) check_file(options.subwords);
  Encoder encoder;
  encoder.state_ = std::make_shared<State>(path, options);
  return encoder;
}

std::size_t Encoder::dimension() const { return state_->dimension; }

std::vector<float> Encoder::encode(
    std::span<const std::string_view> texts) const {
  std::vector<float> rows;
  if (texts.empty()) return rows;
  const std::lock_guard lock(state_->mutex);
  state_->run(texts, rows);
  state_->count += texts.size();
  return rows;
}

std::size_t Encoder::count() const { return state_->count; }

}  // namespace align
