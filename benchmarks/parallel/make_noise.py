#!/usr/bin/env python3
"""Noisy document pairs with gold beads, made from clean parallel documents.

usage: make_noise.py CLEAN OUT [--pair en-vi] [--lines N] [--seed S]
         [--merge .10] [--delete .07] [--insert .05] [--delete-target .07]
         [--move 0] [--resplit 0] [--inside 0] [--unsegmented]

CLEAN holds PAIR/NAME.<source>, .<target> and .gold of one-to-one documents.
OUT gets the same with noise. With --lines the documents are put one after
another, shuffled anew as often as needed, into one document of N clean lines.

--move: share of documents in which a paragraph of 4 to 8 lines changes place
--resplit: share of threes of lines that are cut at other places on the target
--inside: share of lines that get foreign text inside
--unsegmented: all lines of up to six neighbours are one on the target side
Standard library only; the same seed gives the same files.
"""
import argparse
import bisect
import random
from pathlib import Path


def read_documents(folder, source, target):
    documents = []
    for gold in sorted(folder.glob("*.gold")):
        sides = [gold.with_suffix("." + tag).read_text(encoding="utf-8")
                 .rstrip("\n").split("\n") for tag in (source, target)]
        assert len(sides[0]) == len(sides[1]), gold
        documents.append((gold.stem, list(zip(*sides))))
    return documents


def split_in_three(text, rng):
    """Cuts text at two white spaces; None when it has too few."""
    words = text.split(" ")
    if len(words) < 9:
        return None
    first, second = sorted(rng.sample(range(2, len(words) - 1), 2))
    return [" ".join(x) for x in
            (words[:first], words[first:second], words[second:])]


def add_noise(rows, strangers, options, rng):
    """rows: [(source, target)] -> ([(text, ids)], [(text, ids)])."""
    order = list(range(len(rows)))
    moved = list(order)
    if rng.random() < options.move and len(rows) > 16:
        size = rng.randint(4, 8)
        begin = rng.randrange(len(rows) - size)
        block = moved[begin:begin + size]
        rest = moved[:begin] + moved[begin + size:]
        at = rng.randrange(len(rest))
        moved = rest[:at] + block + rest[at:]
    sides = []
    for side, ids in ((0, order), (1, moved)):
        lines = [(rows[k][side], {k}) for k in ids]
        if side == 1 and options.resplit:
            out, i = [], 0
            while i < len(lines):
                three = lines[i:i + 3]
                parts = None
                if len(three) == 3 and rng.random() < options.resplit:
                    parts = split_in_three(" ".join(x[0] for x in three), rng)
                if parts:
                    out += [(p, set().union(*(x[1] for x in three)))
                            for p in parts]
                    i += 3
                else:
                    out.append(lines[i])
                    i += 1
            lines = out
        delete = options.delete_target if side else options.delete
        lines = [x for x in lines if rng.random() >= delete]
        if side == 1 and options.unsegmented:
            out = []
            while lines:
                n = rng.randint(3, 6)
                part, lines = lines[:n], lines[n:]
                out.append((" ".join(x[0] for x in part),
                            set().union(*(x[1] for x in part))))
            lines = out
        sides.append(lines)
    joined = []
    for lines in sides:
        out = []
        for text, ids in lines:
            if out and rng.random() < options.merge:
                out[-1] = (out[-1][0] + " " + text, out[-1][1] | ids)
            else:
                out.append((text, ids))
        joined.append(out)
    for side in (0, 1):
        out = []
        line_of = {k: n for n, (_, ids) in enumerate(joined[1 - side])
                   for k in ids}
        lines_of = [{line_of[k] for k in ids if k in line_of}
                    for _, ids in joined[side]]
        for n, (text, ids) in enumerate(joined[side]):
            # No stranger inside what is one line on the other side.
            seam = n > 0 and not lines_of[n] & lines_of[n - 1]
            if (n == 0 or seam) and rng.random() < options.insert:
                out.append((rng.choice(strangers)[side], set()))
            if rng.random() < options.inside:
                words = text.split(" ")
                cut = rng.randrange(len(words) + 1)
                foreign = rng.choice(strangers)[side].split(" ")[:8]
                text = " ".join(words[:cut] + foreign + words[cut:])
            out.append((text, ids))
        joined[side] = out
    return joined


def gold_beads(source, target):
    """Connected lines; a moved passage has no order-keeping partner."""
    beads, i, j = [], 0, 0
    where = {k: n for n, (_, ids) in enumerate(target) for k in ids}
    # Longest run of order-keeping links: lines whose partners do not cross.
    tails, last, back = [], [], {}
    flat = [(n, where[k]) for n, (_, ids) in enumerate(source)
            for k in sorted(ids, key=lambda k: where.get(k, -1)) if k in where]
    for index, (_, t) in enumerate(flat):
        at = bisect.bisect_right(tails, t)
        if at == len(tails):
            tails.append(t)
            last.append(index)
        else:
            tails[at] = t
            last[at] = index
        back[index] = last[at - 1] if at else None
    index = last[-1] if last else None
    kept = set()
    while index is not None:
        kept.add(flat[index])
        index = back[index]
    by_source, by_target = {}, {}
    for s, t in kept:
        by_source.setdefault(s, set()).add(t)
        by_target.setdefault(t, set()).add(s)
    while i < len(source) or j < len(target):
        if i < len(source) and i not in by_source:
            beads.append(([i], []))
            i += 1
        elif j < len(target) and j not in by_target:
            beads.append(([], [j]))
            j += 1
        else:
            a, b = {i}, set()
            while True:
                nb = set().union(*(by_source.get(x, set()) for x in a)) | b
                na = set().union(*(by_target.get(y, set()) for y in nb)) | a
                na = set(range(min(na), max(na) + 1))
                nb = set(range(min(nb), max(nb) + 1))
                if (na, nb) == (a, b):
                    break
                a, b = na, nb
            beads.append((sorted(a), sorted(b)))
            i, j = max(a) + 1, max(b) + 1
    return beads


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("clean", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pair", action="append")
    parser.add_argument("--lines", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    for name, value in (("merge", .10), ("delete", .07), ("insert", .05),
                        ("move", 0), ("resplit", 0), ("inside", 0)):
        parser.add_argument("--" + name, type=float, default=value)
    parser.add_argument("--delete-target", type=float)
    parser.add_argument("--unsegmented", action="store_true")
    options = parser.parse_args()
    if options.delete_target is None:
        options.delete_target = options.delete
    for pair in options.pair or ["en-vi", "en-ar", "vi-ar"]:
        source, target = pair.split("-")
        rng = random.Random(f"{options.seed} {pair}")
        documents = read_documents(options.clean / pair, source, target)
        if options.lines:
            rows = []
            while len(rows) < options.lines:
                rng.shuffle(documents)
                for _, document in documents:
                    rows += document
            jobs = [("x", rows[:options.lines])]
        else:
            jobs = documents
        out = options.out / pair
        out.mkdir(parents=True, exist_ok=True)
        pool = [row for _, document in documents for row in document]
        for name, rows in jobs:
            known = set(rows)
            strangers = [r for r in pool if r not in known] or pool
            a, b = add_noise(rows, strangers, options, rng)
            for tag, lines in ((source, a), (target, b)):
                (out / f"{name}.{tag}").write_text(
                    "".join(text + "\n" for text, _ in lines),
                    encoding="utf-8")
            (out / f"{name}.gold").write_text("".join(
                ",".join(map(str, x)) + ":" + ",".join(map(str, y)) + "\n"
                for x, y in gold_beads(a, b)))


if __name__ == "__main__":
    main()
