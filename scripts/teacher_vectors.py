"""texts DATA FILE: writes the sentences that scripts/teacher-vectors asks the
encoder about."""
import gzip
import os
import sys

# What the encoder is asked about: the English side of everything but the most
# repetitive rows, then as much of the other sides as half an hour allows,
# freest and best sources first.
TEXTS = 311296
TABLES = ["tri", "en-vi", "en-ar", "bible.en-ar"]
PROSE = {
    "alt", "tico19", "tatoeba", "opensource-guide", "react-docs",
    "mozilla-www", "bitcoin.org", "kolibri", "wikipedia-app", "odk",
    "python3-django", "chromium", "android", "lighthouse", "godot", "osm-tags",
    "mozilla", "libreoffice-help", "libreoffice", "msdocs-na",
}


def rank(table, number, source):
    """How soon a row's texts are asked about; None: not at all."""
    if source in PROSE:
        return 0
    if table == "tri":
        return 1 if source == "msdocs-ht" else 3
    if source == "bible":
        return 2 if number % 2 == 0 else None
    if source == "msdocs-ht":
        return 2 if number % 4 == 0 else None
    return 3


def list_texts(data, path):
    rows = []
    for table in TABLES:
        with gzip.open(os.path.join(data, table + ".tsv.gz"), "rt",
                       encoding="utf-8", newline="\n") as lines:
            header = next(lines).rstrip("\n").split("\t")
            for number, line in enumerate(lines):
                row = dict(zip(header, line.rstrip("\n").split("\t")))
                rows.append((rank(table, number, row["src"]), row))
    texts = {}
    for languages in (["en"], ["vi", "ar"]):
        for wanted in range(4):
            for found, row in rows:
                if found == wanted:
                    for language in languages:
                        if row.get(language):
                            texts.setdefault(row[language])
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for text in list(texts)[:TEXTS]:
            file.write(text + "\n")


if __name__ == "__main__":
    {"texts": list_texts}[sys.argv[1]](*sys.argv[2:])
