// A strong sentence encoder beside the embedded model: any transformer in ONNX
// with its SentencePiece model, run by OpenVINO.
//
// It is hundreds of times slower than the embedded vectors, so the rooms that
// take one show it only the segments whose place is in doubt. Builds without
// -DALIGN_WITH_OPENVINO=ON have the class and no way to load one.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace align {

struct EncoderOptions {
  /// The SentencePiece model; empty: the ONNX file's name with .spm for .onnx,
  /// or sentencepiece.bpe.model in its folder.
  std::string subwords;
  /// Put before each text; the e5 family was trained with this one.
  std::string prefix = "query: ";
  /// Pieces a text is cut to, with those that mark its ends, >= 3.
  std::size_t most_pieces = 512;
  /// Batches run at once, 0: all cores. Never changes the result.
  unsigned threads = 1;
};

/// A loaded encoder. Cheap to copy; thread-safe, one call at a time is served.
class Encoder {
 public:
  /// Whether this build can load one.
  [[nodiscard]] static bool is_supported();
  /// Loads an encoder with the inputs input_ids, attention_mask and
  /// token_type_ids (the last two if it has them) and an output of a vector a
  /// text, or of one a piece, whose mean is taken. A SentencePiece model that
  /// starts with <unk>, <s>, </s> is numbered as XLM-R's exports do it: one
  /// higher, after <s>, <pad>, </s>, <unk>.
  ///
  /// Throws Unavailable in a build without OpenVINO, IoError when a file is
  /// missing, ModelError when it is no such encoder, InvalidArgument.
  [[nodiscard]] static Encoder load(const std::string& path,
                                    const EncoderOptions& options = {});

  [[nodiscard]] std::size_t dimension() const;
  /// Unit vectors, row-major, one a text. The same on one machine for the same
  /// texts in the same order; processors differ in the last digits.
  [[nodiscard]] std::vector<float> encode(
      std::span<const std::string_view> texts) const;
  /// Texts encoded since it was loaded.
  [[nodiscard]] std::size_t count() const;

 private:
  Encoder() = default;

  struct State;
  std::shared_ptr<State> state_;
};

/// Moves `rows` (row-major, `dimension` columns) so that their mean is zero and
/// makes them unit vectors again. Encoders put a language's texts close
/// together; what is left says how the texts differ. A row equal to the mean
/// becomes zero. Only the first `measured` rows (0: all) have a part in the
/// mean.
void subtract_mean(std::span<float> rows, std::size_t dimension,
                   std::size_t measured = 0);

}  // namespace align
