#!/usr/bin/env python3
"""Scores of sacreBLEU 2.6.0 that ours must equal.

Usage: sacrebleu_scores.py FOLDER > FOLDER/scores.tsv

FOLDER holds `ref` and `ref2` (references) and the systems `a`, `b` ..., a
segment a line. Writes lines of five columns: number of references, settings,
system, what, value. What is "corpus", the number of a line from 0 (system a
only, BLEU with effective order), or, for the settings of the paired tests,
"bs-p", "bs-mean", "bs-ci" and "ar-p" (1,000 samples, 2,000 trials, seed 12345).
"""
import logging
import os
import sys

import sacrebleu
from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.significance import PairedTest

if sacrebleu.__version__ != "2.6.0":
    sys.exit("want sacreBLEU 2.6.0, found " + sacrebleu.__version__)
logging.disable(logging.WARNING)
os.environ["SACREBLEU_SEED"] = "12345"

FOLDER = sys.argv[1]
SYSTEMS = sorted(n for n in os.listdir(FOLDER) if len(n) == 1)
TESTED = ("bleu 13a", "chrf", "chrf words=2", "ter")


def read(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8", newline="\n") as f:
        return f.read().split("\n")[:-1]


def metric(settings, references, **sentence):
    name, *words = settings.split()
    given = dict(word.split("=") for word in words if "=" in word)
    lowercase = "lowercase" in words
    if name == "bleu":
        options = {"lowercase": lowercase, "tokenize": words[0]}
        if "smooth" in given:
            options["smooth_method"] = given["smooth"]
        if "value" in given:
            options["smooth_value"] = float(given["value"])
        options["effective_order"] = "effective" in words
        options.update(sentence)
        return BLEU(references=references, **options)
    if name == "chrf":
        return CHRF(references=references, lowercase=lowercase,
                    char_order=int(given.get("chars", 6)),
                    word_order=int(given.get("words", 0)),
                    beta=int(given.get("beta", 2)),
                    whitespace="space" in words, eps_smoothing="eps" in words)
    return TER(references=references, case_sensitive="cased" in words)


SETTINGS = [
    "bleu 13a", "bleu intl", "bleu char", "bleu none", "bleu 13a lowercase",
    "bleu intl lowercase smooth=add-k", "bleu 13a smooth=floor",
    "bleu 13a smooth=floor value=0.5", "bleu 13a smooth=add-k value=2",
    "bleu 13a smooth=none", "bleu 13a effective", "chrf", "chrf words=1",
    "chrf words=2", "chrf words=2 lowercase", "chrf space", "chrf eps",
    "chrf words=2 beta=3", "chrf chars=4", "ter", "ter cased"]

texts = {name: read(name) for name in SYSTEMS}
for count in (1, 2):
    references = [read("ref"), read("ref2")][:count]
    for settings in SETTINGS:
        def show(system, what, value):
            print(count, settings, system, what, repr(float(value)), sep="\t")
        whole = metric(settings, references)
        for system in SYSTEMS:
            show(system, "corpus",
                 whole.corpus_score(texts[system], None).score)
        print(count, settings, "-", "signature",
              whole.get_signature(), sep="\t")
        single = metric(settings, references, effective_order=True)
        for i, line in enumerate(texts["a"]):
            show("a", str(i), single.sentence_score(
                line, [reference[i] for reference in references]).score)
        if settings not in TESTED:
            continue
        for kind, samples in (("bs", 1000), ("ar", 2000)):
            whole = metric(settings, references)
            _, results = PairedTest(
                [(name, texts[name]) for name in SYSTEMS], {"m": whole}, None,
                test_type=kind, n_samples=samples)()
            column = next(v for k, v in results.items() if k != "System")
            for system, result in zip(SYSTEMS, column):
                if result.p_value is not None:
                    show(system, kind + "-p", result.p_value)
                if result.mean is not None:
                    show(system, kind + "-mean", result.mean)
                    show(system, kind + "-ci", result.ci)
