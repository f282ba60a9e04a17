#include "train/vector_trainer.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "align/error.h"
#include "train/kernels.h"

namespace align {
namespace {

// SplitMix64 (Steele et al. 2014): small, and the same everywhere, unlike the
// standard library's distributions.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ z >> 30U) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27U) * 0x94D049BB133111EBU;
    return z ^ z >> 31U;
  }
  std::size_t below(std::size_t bound) {
    // The bias of the remainder is below 2^-40 for any bound met here.
    return static_cast<std::size_t>(next() % bound);
  }
  float uniform() { return static_cast<float>(next() >> 40U) * 0x1p-24F; }

 private:
  std::uint64_t state_;
};

// One side of a batch.
struct Side {
  std::vector<SentenceId> ids;
  std::vector<std::vector<PieceId>> pieces;  // those not dropped
  std::vector<float> norms;
  Matrix vectors;   // of length 1
  Matrix gradient;  // of the loss by `vectors`
};

constexpr std::size_t kRowsInTask = 32;

std::size_t tasks_for(std::size_t rows) {
  return (rows + kRowsInTask - 1) / kRowsInTask;
}

// Calls f(row) for all rows, some rows a task.
void for_rows(Workers& workers, std::size_t rows,
              const std::function<void(std::size_t)>& f) {
  workers.run(tasks_for(rows), [&](std::size_t task) {
    const std::size_t end = std::min(rows, (task + 1) * kRowsInTask);
    for (std::size_t i = task * kRowsInTask; i < end; ++i) f(i);
  });
}

class Trainer {
 public:
  Trainer(const Corpus& corpus, std::size_t vocabulary,
          const TeacherVectors& teacher, const VectorOptions& options,
          Workers& workers)
      : corpus_(corpus),
        vocabulary_(vocabulary),
        dimension_(options.dimension),
        teacher_(teacher),
        options_(options),
        workers_(workers),
        random_(options.seed) {
    start();
    hash_sentences();
  }

  std::vector<float> train(const std::vector<SentencePair>& pairs,
                           const std::function<void(double)>& progress) {
    // Little data still makes at least 16 steps an epoch, of 8 pairs or more.
    const std::size_t batch = std::clamp<std::size_t>(
        pairs.size() / 16, std::min<std::size_t>(8, pairs.size()),
        options_.batch);
    const std::size_t batches = pairs.size() / batch;
    const std::size_t steps = batches * options_.epochs;
    std::vector<std::uint32_t> order(pairs.size());
    std::vector<std::uint32_t> runs((pairs.size() + options_.run - 1) /
                                    options_.run);
    std::iota(runs.begin(), runs.end(), 0U);
    std::size_t step = 0;
    for (std::size_t epoch = 0; epoch < options_.epochs; ++epoch) {
      for (std::size_t i = runs.size() - 1; i > 0; --i) {
        std::swap(runs[i], runs[random_.below(i + 1)]);
      }
      spread(runs, order);
      for (std::size_t b = 0; b < batches; ++b, ++step) {
        train_batch(pairs, {order.data() + b * batch, batch},
                    schedule(step, steps));
        if (step % 16 == 0) {
          progress(static_cast<double>(step) / static_cast<double>(steps));
        }
      }
    }
    progress(1);
    std::vector<float> result(rows_);
    for (std::size_t piece = 0; piece < vocabulary_; ++piece) {
      const float weight = exponential(weights_[piece]);
      for (std::size_t i = 0; i < dimension_; ++i) {
        result[piece * dimension_ + i] *= weight;
      }
    }
    return result;
  }

 private:
  // The pairs of the runs, one run after the other.
  void spread(const std::vector<std::uint32_t>& runs,
              std::vector<std::uint32_t>& order) const {
    std::size_t place = 0;
    for (const std::uint32_t run : runs) {
      const std::size_t begin = run * options_.run;
      const std::size_t end = std::min(begin + options_.run, order.size());
      for (std::size_t i = begin; i < end; ++i) {
        order[place++] = static_cast<std::uint32_t>(i);
      }
    }
  }

  // Vectors from the teacher or at random; weights by the smooth inverse
  // frequency of Arora et al. 2017.
  void start() {
    const std::size_t size = vocabulary_ * dimension_;
    if (teacher_.pieces.empty()) {
      rows_.resize(size);
      const float scale = 1 / std::sqrt(static_cast<float>(dimension_));
      for (float& value : rows_) {
        // Four uniform numbers add up to nearly a normal one.
        float sum = -2;
        for (int k = 0; k < 4; ++k) sum += random_.uniform();
        value = sum * 1.7320508F * scale;
      }
    } else {
      ALIGN_ASSERT(teacher_.pieces.size() == size, "a row a piece");
      rows_ = teacher_.pieces;
    }
    std::vector<double> counts(vocabulary_, 1);
    for (const PieceId piece : corpus_.pieces) counts[piece] += 1;
    const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
    weights_.resize(vocabulary_);
    for (std::size_t i = 0; i < vocabulary_; ++i) {
      constexpr double kSmooth = 1e-3;
      weights_[i] =
          static_cast<float>(std::log(kSmooth / (kSmooth + counts[i] / total)));
    }
    first_moment_.assign(size, 0);
    second_moment_.assign(size, 0);
    weight_first_moment_.assign(vocabulary_, 0);
    weight_second_moment_.assign(vocabulary_, 0);
    updates_.assign(vocabulary_, 0);
  }

  // Equal sentences are no negatives of each other.
  void hash_sentences() {
    hashes_.resize(corpus_.size());
    for (SentenceId id = 0; id < corpus_.size(); ++id) {
      std::uint64_t hash = 14695981039346656037U;  // FNV-1a
      for (const PieceId piece : corpus_.sentence(id)) {
        hash = (hash ^ piece) * 1099511628211U;
      }
      hashes_[id] = hash;
    }
  }

  // Up over the first twentieth, then down in a straight line to a fiftieth.
  static float schedule(std::size_t step, std::size_t steps) {
    const double share = static_cast<double>(step) / static_cast<double>(steps);
    constexpr double kWarm = 0.05;
    const double factor =
        share < kWarm ? (share * static_cast<double>(steps) + 1) /
                            (kWarm * static_cast<double>(steps) + 1)
                      : std::max(0.02, 1 - (share - kWarm) / (1 - kWarm));
    return static_cast<float>(factor);
  }

  void train_batch(const std::vector<SentencePair>& pairs,
                   std::span<const std::uint32_t> order, float rate) {
    const std::size_t batch = order.size();
    x_.ids.resize(batch);
    y_.ids.resize(batch);
    pair_weights_.resize(batch);
    for (std::size_t b = 0; b < batch; ++b) {
      const SentencePair& pair = pairs[order[b]];
      x_.ids[b] = pair.x;
      y_.ids[b] = pair.y;
      if ((random_.next() & 1U) != 0) std::swap(x_.ids[b], y_.ids[b]);
      pair_weights_[b] = pair.weight;
    }
    const std::uint64_t drop_seed = random_.next();
    embed(x_, drop_seed);
    embed(y_, drop_seed + 1);
    contrast(x_.vectors, y_.vectors, x_.ids, y_.ids, pair_weights_, 1,
             x_.gradient, &y_.gradient);
    if (!teacher_.sentences.empty()) {
      follow_teacher(x_);
      follow_teacher(y_);
    }
    backpropagate(rate);
  }

  void embed(Side& side, std::uint64_t drop_seed) {
    const std::size_t batch = side.ids.size();
    side.vectors.resize(batch, dimension_);
    side.pieces.resize(batch);
    side.norms.resize(batch);
    for_rows(workers_, batch, [&](std::size_t b) {
      Random random(drop_seed * 0x2545F4914F6CDD1DU + b);
      std::span<float> sum = side.vectors.row(b);
      std::fill(sum.begin(), sum.end(), 0.0F);
      std::vector<PieceId>& kept = side.pieces[b];
      kept.clear();
      for (const PieceId piece : corpus_.sentence(side.ids[b])) {
        if (random.uniform() >= options_.dropout) kept.push_back(piece);
      }
      for (const PieceId piece : kept) {
        const float weight = exponential(weights_[piece]);
        const float* row = rows_.data() + piece * dimension_;
        for (std::size_t i = 0; i < dimension_; ++i) sum[i] += weight * row[i];
      }
      float square = 0;
      for (const float value : sum) square += value * value;
      const float norm = std::max(1e-6F, std::sqrt(square));
      side.norms[b] = norm;
      for (float& value : sum) value /= norm;
    });
  }

  // InfoNCE in both directions: p = softmax of each row of x y' / temperature,
  // q = of each column; the gradient of the loss by x y' is their sum less
  // twice the unit matrix. Sets gx, and gy when asked for.
  void contrast(const Matrix& x, const Matrix& y,
                const std::vector<SentenceId>& x_ids,
                const std::vector<SentenceId>& y_ids,
                const std::vector<float>& weights, float scale, Matrix& gx,
                Matrix* gy) {
    const std::size_t batch = x.rows;
    transpose(y, turned_);
    multiply(x, turned_, scores_, workers_);
    row_sums_.resize(batch);
    for_rows(workers_, batch, [&](std::size_t i) {
      std::span<float> row = scores_.row(i);
      // Cosines are at most 1, so no exponent is above 0.
      exponentiate(row, 1, 1 / options_.temperature);
      for (std::size_t j = 0; j < batch; ++j) {
        if (j != i && (hashes_[x_ids[i]] == hashes_[x_ids[j]] ||
                       hashes_[y_ids[i]] == hashes_[y_ids[j]])) {
          row[j] = 0;
        }
      }
      float sum = 0;
      for (const float value : row) sum += value;
      row_sums_[i] = sum;
    });
    column_sums_.assign(batch, 0);
    for (std::size_t i = 0; i < batch; ++i) {
      const std::span<const float> row = scores_.row(i);
      for (std::size_t j = 0; j < batch; ++j) column_sums_[j] += row[j];
    }
    const float factor =
        scale / (2 * options_.temperature * static_cast<float>(batch));
    for_rows(workers_, batch, [&](std::size_t i) {
      std::span<float> row = scores_.row(i);
      const float by_row = factor * weights[i] / row_sums_[i];
      for (std::size_t j = 0; j < batch; ++j) {
        row[j] *= by_row + factor * weights[j] / column_sums_[j];
      }
      row[i] -= 2 * factor * weights[i];
    });
    multiply(scores_, y, gx, workers_);
    if (gy != nullptr) {
      transpose(scores_, turned_);
      multiply(turned_, x, *gy, workers_);
    }
  }

  // Each sentence against the teacher's vector of it; sentences the teacher
  // has not seen are left out.
  void follow_teacher(Side& side) {
    std::vector<std::size_t> known;
    for (std::size_t b = 0; b < side.ids.size(); ++b) {
      const float* row = teacher_.sentences.data() + side.ids[b] * dimension_;
      if (std::any_of(row, row + dimension_, [](float v) { return v != 0; })) {
        known.push_back(b);
      }
    }
    constexpr std::size_t kFewest = 8;
    if (known.size() < kFewest) return;
    own_.resize(known.size(), dimension_);
    target_.resize(known.size(), dimension_);
    known_ids_.resize(known.size());
    known_weights_.resize(known.size());
    for (std::size_t k = 0; k < known.size(); ++k) {
      const SentenceId id = side.ids[known[k]];
      const std::span<const float> own = side.vectors.row(known[k]);
      std::copy(own.begin(), own.end(), own_.row(k).begin());
      const float* row = teacher_.sentences.data() + id * dimension_;
      std::copy(row, row + dimension_, target_.row(k).begin());
      known_ids_[k] = id;
      known_weights_[k] = 1;
    }
    const float scale = options_.teacher_weight *
                        static_cast<float>(known.size()) /
                        static_cast<float>(side.ids.size());
    contrast(own_, target_, known_ids_, known_ids_, known_weights_, scale,
             known_gradient_, nullptr);
    for (std::size_t k = 0; k < known.size(); ++k) {
      std::span<float> gradient = side.gradient.row(known[k]);
      const std::span<const float> part = known_gradient_.row(k);
      for (std::size_t i = 0; i < dimension_; ++i) gradient[i] += part[i];
    }
  }

  // From the unit vectors to the rows and weights of the pieces. Each piece
  // gathers its own gradient, in the order of the batch, so that threads do
  // not meet.
  void backpropagate(float rate) {
    const std::size_t batch = x_.ids.size();
    for (Side* side : {&x_, &y_}) {
      for_rows(workers_, batch, [side](std::size_t b) {
        const std::span<const float> unit = side->vectors.row(b);
        std::span<float> gradient = side->gradient.row(b);
        float along = 0;
        for (std::size_t i = 0; i < unit.size(); ++i) {
          along += unit[i] * gradient[i];
        }
        for (std::size_t i = 0; i < unit.size(); ++i) {
          gradient[i] = (gradient[i] - along * unit[i]) / side->norms[b];
        }
      });
    }
    uses_.clear();
    for (std::uint32_t b = 0; b < batch; ++b) {
      for (const PieceId piece : x_.pieces[b]) uses_.push_back({piece, b});
      for (const PieceId piece : y_.pieces[b]) {
        uses_.push_back({piece, static_cast<std::uint32_t>(batch) + b});
      }
    }
    std::sort(uses_.begin(), uses_.end(), [](const Use& a, const Use& b) {
      return a.piece != b.piece ? a.piece < b.piece : a.row < b.row;
    });
    starts_.clear();
    for (std::size_t i = 0; i < uses_.size(); ++i) {
      if (i == 0 || uses_[i].piece != uses_[i - 1].piece) starts_.push_back(i);
    }
    starts_.push_back(uses_.size());
    for_rows(workers_, starts_.size() - 1, [&](std::size_t s) {
      update_piece({uses_.data() + starts_[s], starts_[s + 1] - starts_[s]},
                   rate);
    });
  }

  struct Use {
    PieceId piece;
    std::uint32_t row;  // of the batch, y after x
  };

  void update_piece(std::span<const Use> uses, float rate) {
    thread_local std::vector<float> gradient;
    gradient.assign(dimension_, 0);
    const std::size_t batch = x_.ids.size();
    for (const Use& use : uses) {
      const std::span<const float> part =
          use.row < batch ? x_.gradient.row(use.row)
                          : y_.gradient.row(use.row - batch);
      for (std::size_t i = 0; i < dimension_; ++i) gradient[i] += part[i];
    }
    const PieceId piece = uses.front().piece;
    const float weight = exponential(weights_[piece]);
    float* row = rows_.data() + piece * dimension_;
    float weight_gradient = 0;
    for (std::size_t i = 0; i < dimension_; ++i) {
      gradient[i] *= weight;
      weight_gradient += gradient[i] * row[i];
    }
    const std::uint32_t update = ++updates_[piece];
    const auto correction = [update](float decay) {
      return update > 10000 ? 1.0F
                            : 1 - static_cast<float>(std::pow(
                                      static_cast<double>(decay), update));
    };
    const float first = correction(kFirstDecay);
    const float second = correction(kSecondDecay);
    const auto step = [&](float& value, float slope, float& m, float& v,
                          float learning_rate) {
      m = kFirstDecay * m + (1 - kFirstDecay) * slope;
      v = kSecondDecay * v + (1 - kSecondDecay) * slope * slope;
      value -=
          learning_rate * rate * (m / first) / (std::sqrt(v / second) + 1e-8F);
    };
    float* m = first_moment_.data() + piece * dimension_;
    float* v = second_moment_.data() + piece * dimension_;
    for (std::size_t i = 0; i < dimension_; ++i) {
      step(row[i], gradient[i], m[i], v[i], options_.learning_rate);
    }
    step(weights_[piece], weight_gradient, weight_first_moment_[piece],
         weight_second_moment_[piece], options_.weight_learning_rate);
  }

  static constexpr float kFirstDecay = 0.9F;
  static constexpr float kSecondDecay = 0.999F;

  const Corpus& corpus_;
  std::size_t vocabulary_;
  std::size_t dimension_;
  const TeacherVectors& teacher_;
  VectorOptions options_;
  Workers& workers_;
  Random random_;

  std::vector<float> rows_;
  std::vector<float> weights_;  // natural logarithms
  std::vector<float> first_moment_;
  std::vector<float> second_moment_;
  std::vector<float> weight_first_moment_;
  std::vector<float> weight_second_moment_;
  std::vector<std::uint32_t> updates_;
  std::vector<std::uint64_t> hashes_;

  // Of one batch, kept to save their allocation.
  Side x_;
  Side y_;
  std::vector<float> pair_weights_;
  Matrix turned_;
  Matrix scores_;
  std::vector<float> row_sums_;
  std::vector<float> column_sums_;
  Matrix own_;
  Matrix target_;
  Matrix known_gradient_;
  std::vector<SentenceId> known_ids_;
  std::vector<float> known_weights_;
  std::vector<Use> uses_;
  std::vector<std::size_t> starts_;
};

}  // namespace

std::vector<float> train_vectors(const Corpus& corpus,
                                 const std::vector<SentencePair>& pairs,
                                 std::size_t vocabulary,
                                 const TeacherVectors& teacher,
                                 const VectorOptions& options, Workers& workers,
                                 const std::function<void(double)>& progress) {
  return Trainer(corpus, vocabulary, teacher, options, workers)
      .train(pairs, progress);
}

}  // namespace align
