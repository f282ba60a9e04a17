#!/usr/bin/env python3
"""Re-segmentation by align-mt-eval and by mweralign on damaged references.

Usage: compare_with_mweralign.py ALIGN_MT_EVAL REFERENCE [LINES] [SEED]

Takes LINES (1,000) lines of REFERENCE from a place drawn with SEED, drops
words (10 %), replaces them by any word of the text (15 %), swaps neighbours,
moves runs of up to three words inside a line (30 % of the lines), and breaks
the text into lines of 5 to 60 words. Prints the share of lines that each
program gets back exactly, CPU seconds and peak memory. Wants mweralign 1.4.1 in
PATH; without it only ours is run.
"""
import os
import random
import shutil
import subprocess
import sys
import tempfile

TOOL, REFERENCE = sys.argv[1:3]
LINES = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
SEED = int(sys.argv[4]) if len(sys.argv) > 4 else 1


def damage(line, vocabulary, rng):
    words = []
    for word in line.split():
        chance = rng.random()
        if chance < 0.1:
            continue
        words.append(rng.choice(vocabulary) if chance < 0.25 else word)
    i = 0
    while i < len(words) - 1:
        if rng.random() < 0.09:
            words[i], words[i + 1] = words[i + 1], words[i]
            i += 1
        i += 1
    if len(words) > 4 and rng.random() < 0.3:
        start = rng.randrange(len(words) - 1)
        run = words[start:start + rng.randrange(1, 4)]
        del words[start:start + len(run)]
        at = rng.randrange(len(words) + 1)
        words[at:at] = run
    return words


def run(name, command, output, gold):
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        print(name, "failed", sep="\t")
        return
    with open(output, encoding="utf-8", newline="\n") as f:
        lines = [line.split() for line in f.read().split("\n")[:-1]]
    right = sum(a == b for a, b in zip(lines, gold))
    print(name, len(gold), f"{100 * right / len(gold):.2f}",
          f"{usage.ru_utime + usage.ru_stime:.2f}",
          f"{usage.ru_maxrss / 1024:.0f}", sep="\t", flush=True)


rng = random.Random(SEED)
with open(REFERENCE, encoding="utf-8", newline="\n") as f:
    reference = [line for line in f.read().split("\n") if len(line.split()) > 2]
start = rng.randrange(max(1, len(reference) - LINES))
reference = reference[start:start + LINES]
vocabulary = [word for line in reference for word in line.split()]
gold = [damage(line, vocabulary, rng) for line in reference]
words = [word for line in gold for word in line]
print("program\tlines\texact_percent\tcpu_s\tpeak_mb")
with tempfile.TemporaryDirectory() as folder:
    path = {n: os.path.join(folder, n) for n in ("ref", "hyp", "out")}
    with open(path["ref"], "w", encoding="utf-8", newline="\n") as f:
        f.write("".join(line + "\n" for line in reference))
    with open(path["hyp"], "w", encoding="utf-8", newline="\n") as f:
        while words:
            length = rng.randrange(5, 60)
            f.write(" ".join(words[:length]) + "\n")
            words = words[length:]
    run("align-mt-eval", [TOOL, "--resegment", "--threads", "1", path["ref"],
                          path["hyp"], "-o", path["out"]], path["out"], gold)
    if shutil.which("mweralign"):
        run("mweralign", ["mweralign", "-m", "none", "-r", path["ref"], "-t",
                          path["hyp"], "-o", path["out"]], path["out"], gold)
