#!/usr/bin/env python3
"""three_way.py [--bin DIR] [--data DIR] [--seeds N]: what a third language adds.

Makes documents in three languages from dev-align/clean (the same sentences in
each), with noise of its own in each language: 10 % of neighbours merged into
one line, 7 % of the lines left out, 5 % foreign lines put in. Aligns them in
pairs and all three at once. A group holds all lines that share a sentence in
any two languages, so that no line is in two groups; the pairwise results are
closed in the same way, with nothing else done to them. Prints strict F1 of each
pair's side of the groups (null beads left out) with the 95 % bootstrap interval
over documents of the difference, the F1 of whole groups of three, and whether
the groups are consistent. Standard library only."""

import argparse
import json
import random
import subprocess
import tempfile
from pathlib import Path

LANGUAGES = ("vi", "en", "ar")
PAIRS = (("vi", "en"), ("en", "ar"), ("vi", "ar"))


def lines(path):
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def read_documents(data):
    """[{language: [sentence]}], sentence n the same in all languages."""
    documents = []
    for path in sorted((data / "clean" / "en-vi").glob("*.en")):
        name = path.stem
        one = {
            "en": lines(path),
            "vi": lines(data / "clean" / "en-vi" / (name + ".vi")),
            "ar": lines(data / "clean" / "en-ar" / (name + ".ar")),
        }
        assert len({len(side) for side in one.values()}) == 1, name
        documents.append(one)
    return documents


def add_noise(sentences, foreign, rng):
    """[(text, {sentence number})]: the lines of one noisy side."""
    kept = [
        (text, {n}) for n, text in enumerate(sentences) if rng.random() >= 0.07
    ]
    merged = []
    for line in kept:
        if merged and len(merged[-1][1]) == 1 and rng.random() < 0.10:
            text, numbers = merged.pop()
            line = (text + " " + line[0], numbers | line[1])
        merged.append(line)
    noisy = []
    for line in merged:
        if rng.random() < 0.05:
            noisy.append((rng.choice(foreign), set()))
        noisy.append(line)
    return noisy


def connect(sides):
    """Groups of line numbers {language: [number]} that share sentences."""
    groups = []  # [sentences, {language: [line]}]
    for language, side in sides.items():
        for number, (_, sentences) in enumerate(side):
            if not sentences:
                continue
            joined = [g for g in groups if g[0] & sentences]
            groups = [g for g in groups if not g[0] & sentences]
            one = [set(sentences), {language: [number]}]
            for old in joined:
                one[0] |= old[0]
                for l, numbers in old[1].items():
                    one[1].setdefault(l, []).extend(numbers)
            groups.append(one)
    # A foreign line inside a group belongs to it.
    return [
        {l: list(range(min(n), max(n) + 1)) for l, n in g[1].items()}
        for g in groups
    ]


def close(pairs, sides):
    """Groups of the lines that pairwise beads connect."""
    root = {(l, n): (l, n) for l in LANGUAGES for n in range(len(sides[l]))}

    def find(node):
        while root[node] != node:
            node = root[node]
        return node

    for bead in pairs:
        nodes = [(l, n) for l, numbers in bead.items() for n in numbers]
        for node in nodes[1:]:
            root[find(node)] = find(nodes[0])
    groups = {}
    for l in LANGUAGES:
        for n in range(len(sides[l])):
            groups.setdefault(find((l, n)), {}).setdefault(l, []).append(n)
    return list(groups.values())


def beads(groups, a, b):
    return {
        (tuple(g[a]), tuple(g[b])) for g in groups if a in g and b in g
    }


def run(program, sides, languages, folder):
    inputs = []
    for language in languages:
        path = folder / ("text." + language)
        path.write_text("".join(t + "\n" for t, _ in sides[language]),
                        encoding="utf-8")
        inputs.append("%s=%s" % (language, path))
    out = subprocess.run(
        [program, "--pre-segmented", "--format", "jsonl", "--quiet", *inputs],
        stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
    return [
        {l: m["segments"] for l, m in json.loads(line)["members"].items()}
        for line in out.split("\n") if line
    ]


def f1(counts):
    hit = sum(c[0] for c in counts)
    given = sum(c[1] for c in counts)
    gold = sum(c[2] for c in counts)
    return 200.0 * hit / (given + gold) if given + gold else 0.0


def count(found, gold):
    return (len(found & gold), len(found), len(gold))


def is_consistent(groups, sides):
    """Every line is in exactly one group."""
    for language in LANGUAGES:
        numbers = [n for g in groups for n in g.get(language, [])]
        if sorted(numbers) != list(range(len(sides[language]))):
            return False
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", default="build/release/bin")
    parser.add_argument("--data", default="../shared/data/dev-align")
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    program = str(Path(arguments.bin) / "align-parallel")
    documents = read_documents(Path(arguments.data))
    alone = {pair: [] for pair in PAIRS}
    joined = {pair: [] for pair in PAIRS}
    whole = []
    whole_alone = []
    consistent = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(arguments.seeds):
            for number, document in enumerate(documents):
                sides = {}
                for language in LANGUAGES:
                    rng = random.Random("%d %d %s" % (seed, number, language))
                    other = documents[(number + 1 + rng.randrange(
                        len(documents) - 1)) % len(documents)]
                    sides[language] = add_noise(document[language],
                                                other[language], rng)
                groups = run(program, sides, LANGUAGES, Path(folder))
                consistent += is_consistent(groups, sides)
                gold = connect(sides)
                closed = close(
                    [bead for pair in PAIRS
                     for bead in run(program, sides, pair, Path(folder))],
                    sides)
                for a, b in PAIRS:
                    right = beads(gold, a, b)
                    alone[a, b].append(count(beads(closed, a, b), right))
                    joined[a, b].append(count(beads(groups, a, b), right))
                triples = lambda all_groups: {
                    tuple(tuple(g[l]) for l in LANGUAGES)
                    for g in all_groups if len(g) == 3
                }
                whole.append(count(triples(groups), triples(gold)))
                whole_alone.append(count(triples(closed), triples(gold)))
    total = len(whole)
    print("documents %d, groups consistent in %d" % (total, consistent))
    for a, b in PAIRS:
        rng = random.Random(1)
        differences = []
        for _ in range(1000):
            chosen = [rng.randrange(total) for _ in range(total)]
            differences.append(f1([joined[a, b][k] for k in chosen]) -
                               f1([alone[a, b][k] for k in chosen]))
        differences.sort()
        print("%s-%s  pairwise %.2f  with the third %.2f  difference %+.2f"
              " [%+.2f, %+.2f]" %
              (a, b, f1(alone[a, b]), f1(joined[a, b]),
               f1(joined[a, b]) - f1(alone[a, b]), differences[25],
               differences[974]))
    print("whole groups of three  pairwise %.2f  with the third %.2f" %
          (f1(whole_alone), f1(whole)))


if __name__ == "__main__":
    main()
