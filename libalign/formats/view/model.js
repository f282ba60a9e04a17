// The bitext as the page holds it: units in order, edited by replacing a few
// units by others, so that undo is the same replacement backwards.

const languages = document.body.dataset.languages.split(" ").filter(Boolean);

const rightToLeft = new Set(["ar", "fa", "he", "ur", "ps", "sd", "ug", "yi"]);

function directionOf(language) {
  return rightToLeft.has(language.split("-")[0]) ? "rtl" : "ltr";
}

function readMember(cell) {
  return {
    doc: cell.dataset.doc,
    segments: cell.dataset.segments.split(" ").map(Number),
    start: Number(cell.dataset.start),
    end: Number(cell.dataset.end),
    parts: Array.from(cell.querySelectorAll(".part"), (part) => ({
      text: part.textContent,
      start: Number(part.dataset.start),
      end: Number(part.dataset.end),
    })),
  };
}

// Reads what the writer put into the page; the rows are the only copy.
function readUnit(row) {
  const data = row.dataset;
  const members = {};
  for (const cell of row.querySelectorAll("p[data-doc]")) {
    members[cell.lang] = readMember(cell);
  }
  return {
    id: data.id,
    kind: data.kind,
    status: data.status,
    grade: data.grade || null,
    score: data.score,
    probability: data.probability,
    evidence: data.evidence ? data.evidence.split(" ").map(Number) : null,
    words: readWords(data.words),
    members,
    row,
  };
}

const isLinked = (unit) => Object.keys(unit.members).length > 1;

function typeOf(unit) {
  return languages
    .map((l) => (unit.members[l] ? unit.members[l].segments.length : 0))
    .join("-");
}

const textOf = (member) => member.parts.map((part) => part.text).join(" ");

// One language's side made of several of the same document, in reading order.
// A member whose segments' own texts are not known stays one part.
function joinMembers(members) {
  const sorted = [...members].sort((a, b) => a.segments[0] - b.segments[0]);
  return {
    doc: sorted[0].doc,
    segments: sorted.flatMap((m) => m.segments).sort((a, b) => a - b),
    start: Math.min(...sorted.map((m) => m.start)),
    end: Math.max(...sorted.map((m) => m.end)),
    parts: sorted.flatMap((m) => m.parts),
  };
}

const canSplit = (member) =>
  member.segments.length > 1 && member.parts.length === member.segments.length;

// The segments [from, to) of a member as a member of their own.
function slice(member, from, to) {
  const parts = member.parts.slice(from, to);
  return {
    doc: member.doc,
    segments: member.segments.slice(from, to),
    start: parts.length > 0 ? parts[0].start : member.start,
    end: parts.length > 0 ? parts[parts.length - 1].end : member.end,
    parts,
  };
}

class Bitext {
  constructor(rows) {
    this.units = rows.map(readUnit);
    this.undone = [];
    this.done = [];
    this.made = 0;
    this.reindex();
  }

  reindex() {
    this.position = new Map(this.units.map((unit, index) => [unit, index]));
  }

  newId() {
    const known = new Set(this.units.map((unit) => unit.id));
    do {
      this.made += 1;
    } while (known.has("e" + this.made));
    return "e" + this.made;
  }

  // Puts `added` where the first of `removed` stands.
  replace(removed, added, history = this.done) {
    const order = [...removed].sort(
      (a, b) => this.position.get(a) - this.position.get(b),
    );
    const places = order.map((unit) => this.position.get(unit));
    history.push({ removed: order, places, added });
    const gone = new Set(order);
    const first = places[0];
    const before = this.units.slice(0, first);
    const after = this.units.slice(first).filter((unit) => !gone.has(unit));
    this.units = [...before, ...added, ...after];
    this.reindex();
    return { removed: order, added, first };
  }

  undo() {
    const step = this.done.pop();
    if (!step) return null;
    const gone = new Set(step.added);
    this.units = this.units.filter((unit) => !gone.has(unit));
    step.removed.forEach((unit, i) => {
      this.units.splice(step.places[i], 0, unit);
    });
    this.reindex();
    return { removed: step.added, added: step.removed };
  }

  setStatus(unit, status) {
    return this.replace([unit], [{ ...unit, status, row: null }]);
  }

  // A unit made by a person: accepted, certain.
  make(members, like) {
    const linked = Object.keys(members).length > 1;
    return {
      id: this.newId(),
      kind: linked
        ? like.kind === "unlinked"
          ? "near-parallel"
          : like.kind
        : "unlinked",
      status: linked ? "accepted" : "proposed",
      grade: linked ? like.grade || "equivalent" : null,
      score: "0",
      probability: "1",
      evidence: null,
      words: [],
      members,
      row: null,
    };
  }

  // All segments of the units in one. Null when two documents of one language
  // would meet.
  merge(units) {
    const members = {};
    for (const language of languages) {
      const sides = units.map((u) => u.members[language]).filter(Boolean);
      if (sides.length === 0) continue;
      if (sides.some((side) => side.doc !== sides[0].doc)) return null;
      members[language] = joinMembers(sides);
    }
    const like = units.find(isLinked) || units[0];
    return this.replace(units, [this.make(members, like)]);
  }

  // The first segment of each longer side stays, the rest goes to a new unit.
  split(unit) {
    const head = {};
    const tail = {};
    for (const [language, member] of Object.entries(unit.members)) {
      if (canSplit(member)) {
        head[language] = slice(member, 0, 1);
        tail[language] = slice(member, 1, member.segments.length);
      } else {
        head[language] = member;
      }
    }
    if (Object.keys(tail).length === 0) return null;
    return this.replace([unit], [this.make(head, unit), this.make(tail, unit)]);
  }

  // Every side alone.
  unlink(unit) {
    if (!isLinked(unit)) return null;
    const alone = languages
      .filter((language) => unit.members[language])
      .map((l) => this.make({ [l]: unit.members[l] }, unit));
    return this.replace([unit], alone);
  }

  // The unit that continues `unit` in the document of `language`.
  next(unit, language) {
    const member = unit.members[language];
    if (!member) return null;
    const wanted = member.segments[member.segments.length - 1] + 1;
    return (
      this.units.find((other) => {
        const side = other.members[language];
        return side && side.doc === member.doc && side.segments[0] === wanted;
      }) || null
    );
  }

  // Moves the limit between `unit` and the one after it by a segment:
  // `direction` 1 gives the last segment away, -1 takes the next one in.
  shift(unit, language, direction) {
    const other = this.next(unit, language);
    if (!other) return null;
    const here = unit.members[language];
    const there = other.members[language];
    const giver = direction > 0 ? here : there;
    if (giver.segments.length > 1 && !canSplit(giver)) return null;
    const count = giver.segments.length;
    const moved = direction > 0 ? slice(giver, count - 1, count) : slice(giver, 0, 1);
    const rest = direction > 0 ? slice(giver, 0, count - 1) : slice(giver, 1, count);
    const [a, b] = [{ ...unit.members }, { ...other.members }];
    const [from, to] = direction > 0 ? [a, b] : [b, a];
    if (rest.segments.length > 0) from[language] = rest;
    else delete from[language];
    to[language] = joinMembers([to[language], moved]);
    const added = [];
    if (Object.keys(a).length > 0) added.push(this.make(a, unit));
    if (Object.keys(b).length > 0) added.push(this.make(b, other));
    return this.replace([unit, other], added);
  }
}

// One record a line, keys and numbers as the program writes them.
function toJsonl(units) {
  return units
    .map((unit) => {
      const members = languages
        .filter((l) => unit.members[l])
        .map((l) => {
          const m = unit.members[l];
          const fields = [
            `"doc":${JSON.stringify(m.doc)}`,
            `"segments":[${m.segments.join(",")}]`,
            `"start":${m.start}`,
            `"end":${m.end}`,
            `"text":${JSON.stringify(textOf(m))}`,
          ];
          if (m.segments.length > 1 && m.parts.length === m.segments.length) {
            const parts = m.parts.map(({ start, end, text }) => ({ start, end, text }));
            fields.push(`"parts":${JSON.stringify(parts)}`);
          }
          return `${JSON.stringify(l)}:{${fields.join(",")}}`;
        });
      const fields = [
        `"id":${JSON.stringify(unit.id)}`,
        `"type":"${typeOf(unit)}"`,
        `"score":${unit.score}`,
        `"probability":${unit.probability}`,
        `"kind":"${unit.kind}"`,
        `"grade":${unit.grade ? `"${unit.grade}"` : "null"}`,
        `"status":"${unit.status}"`,
        `"members":{${members.join(",")}}`,
      ];
      if (unit.evidence) {
        const [vector, lexicon, length, numbers] = unit.evidence;
        fields.push(
          `"evidence":${JSON.stringify({ vector, lexicon, length, numbers })}`,
        );
      }
      if (unit.words.length > 0) {
        const words = unit.words.map(({ source, target, pairs }) => ({
          source,
          target,
          links: pairs,
        }));
        fields.push(`"words":${JSON.stringify(words)}`);
      }
      return `{${fields.join(",")}}\n`;
    })
    .join("");
}

const toCell = (text) => text.replace(/[\t\r\n]/g, " ");

function toTsv(units) {
  const header = ["id", "score", "type"];
  for (const l of languages) header.push("doc." + l, "segs." + l, "text." + l);
  const lines = units.map((unit) => {
    const cells = [unit.id, unit.probability, typeOf(unit)];
    for (const l of languages) {
      const m = unit.members[l];
      cells.push(
        m ? toCell(m.doc) : "",
        m ? m.segments.join(",") : "",
        m ? toCell(textOf(m)) : "",
      );
    }
    return cells.join("\t");
  });
  return [header.join("\t"), ...lines].join("\n") + "\n";
}

function toXml(text) {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}

// Linked units that nobody rejected, as TMX 1.4.
function toTmx(units) {
  const body = units
    .filter((unit) => isLinked(unit) && unit.status !== "rejected")
    .map((unit) => {
      const sides = languages
        .filter((l) => unit.members[l])
        .map((l) => {
          const text = toXml(textOf(unit.members[l]));
          return `<tuv xml:lang="${toXml(l)}"><seg>${text}</seg></tuv>\n`;
        });
      const id = toXml(unit.id).replace(/\s/g, "-");
      return (
        `<tu tuid="${id}">\n` +
        `<prop type="x-score">${unit.probability}</prop>\n` +
        `<prop type="x-type">${typeOf(unit)}</prop>\n` +
        `${sides.join("")}</tu>\n`
      );
    });
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n' +
    '<header creationtool="align-view" ' +
    `creationtoolversion="${toXml(document.body.dataset.version)}" ` +
    'segtype="sentence" o-tmf="libalign" adminlang="en" ' +
    'srclang="*all*" datatype="plaintext"/>\n<body>\n' +
    `${body.join("")}</body>\n</tmx>\n`
  );
}
