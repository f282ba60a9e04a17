#!/usr/bin/env python3
"""Times each metric of align-mt-eval beside sacreBLEU's, on one core.

Usage: compare_with_sacrebleu.py ALIGN_MT_EVAL REFERENCE [SYSTEMS]

Makes SYSTEMS (3) damaged copies of REFERENCE, a segment a line, scores them
with both and prints CPU seconds and their ratio, and the largest difference of
the scores. Ours is the whole process, reading and checking the files included;
sacreBLEU's is its corpus_score() alone, without starting Python. CPU time is
fair on a busy machine. Wants sacreBLEU 2.6.0 in this Python.
"""
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

import sacrebleu
from sacrebleu.metrics import BLEU, CHRF, TER

TOOL, REFERENCE = sys.argv[1:3]
SYSTEMS = int(sys.argv[3]) if len(sys.argv) > 3 else 3
METRICS = [
    ("bleu", [], BLEU()),
    ("bleu", ["--tokenize", "intl"], BLEU(tokenize="intl")),
    ("chrf", [], CHRF()),
    ("chrf", ["--chrf-word-order", "2"], CHRF(word_order=2)),
    ("ter", [], TER()),
]


def damage(line, rate, rng):
    words = []
    for word in line.split(" "):
        chance = rng.random()
        if chance < rate * 0.4:
            continue
        words.append(word[:-1] if rate * 0.4 < chance < rate * 0.7 else word)
    if len(words) > 3 and rng.random() < rate * 2:
        start = rng.randrange(len(words) - 1)
        run = words[start:start + 3]
        del words[start:start + 3]
        at = rng.randrange(len(words) + 1)
        words[at:at] = run
    return " ".join(words)


def child_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


with open(REFERENCE, encoding="utf-8", newline="\n") as f:
    reference = f.read().split("\n")[:-1]
rng = random.Random(1)
systems = [[damage(line, 0.1 * (i + 1), rng) for line in reference]
           for i in range(SYSTEMS)]
print(f"{len(reference)} lines, {SYSTEMS} systems, sacreBLEU "
      f"{sacrebleu.__version__}")
print("metric\tsettings\tsacrebleu_s\tours_s\tratio\tlargest_difference")
with tempfile.TemporaryDirectory() as folder:
    paths = []
    for i, lines in enumerate(systems):
        paths.append(os.path.join(folder, f"system{i}"))
        with open(paths[-1], "w", encoding="utf-8", newline="\n") as f:
            f.write("".join(line + "\n" for line in lines))
    for key, options, metric in METRICS:
        start = time.process_time()
        theirs = [metric.corpus_score(lines, [reference]).score
                  for lines in systems]
        their_seconds = time.process_time() - start
        start = child_seconds()
        output = subprocess.run(
            [TOOL, "--metrics", key, *options, "--threads", "1", "--quiet",
             "--format", "json", REFERENCE, *paths],
            check=True, stdout=subprocess.PIPE).stdout
        our_seconds = child_seconds() - start
        result = json.loads(output)
        ours = [s[key]["score"] for s in result.get("systems", [result])]
        worst = max(abs(a - b) for a, b in zip(ours, theirs))
        print(key, " ".join(options) or "-", f"{their_seconds:.3f}",
              f"{our_seconds:.3f}", f"{their_seconds / our_seconds:.0f}",
              f"{worst:.1e}", sep="\t", flush=True)
