// The list of units: one row a unit, one column a language.

const invisibleNames = new Map([
  ["\u00a0", "NBSP"],
  ["\u00ad", "SHY"],
  ["\u061c", "ALM"],
  ["\u200b", "ZWSP"],
  ["\u200c", "ZWNJ"],
  ["\u200d", "ZWJ"],
  ["\u200e", "LRM"],
  ["\u200f", "RLM"],
  ["\u202a", "LRE"],
  ["\u202b", "RLE"],
  ["\u202c", "PDF"],
  ["\u202d", "LRO"],
  ["\u202e", "RLO"],
  ["\u202f", "NNBSP"],
  ["\u2060", "WJ"],
  ["\u2066", "LRI"],
  ["\u2067", "RLI"],
  ["\u2068", "FSI"],
  ["\u2069", "PDI"],
  ["\ufeff", "BOM"],
]);

function confidenceClass(unit) {
  if (!isLinked(unit)) return "none";
  const p = Number(unit.probability);
  return p >= 0.9 ? "high" : p >= 0.7 ? "middle" : "low";
}

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (key === "class") node.className = value;
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

// Text with found places marked and, on demand, invisible characters named.
function showText(text, query, showsInvisible) {
  const nodes = [];
  const plain = (piece) => {
    if (!showsInvisible) {
      nodes.push(document.createTextNode(piece));
      return nodes;
    }
    let run = "";
    for (const character of piece) {
      const name = invisibleNames.get(character);
      if (!name) {
        run += character;
        continue;
      }
      if (run) nodes.push(document.createTextNode(run));
      run = character;
      nodes.push(element("span", { class: "invisible", dir: "ltr" }, name));
    }
    if (run) nodes.push(document.createTextNode(run));
    return nodes;
  };
  let from = 0;
  for (const [begin, end] of findAll(text, query)) {
    plain(text.slice(from, begin));
    nodes.push(element("mark", {}, text.slice(begin, end)));
    from = end;
  }
  plain(text.slice(from));
  return nodes;
}

function fillCell(cell, member, view) {
  cell.replaceChildren();
  member.parts.forEach((part, i) => {
    if (i > 0) cell.append(" ");
    cell.append(
      element(
        "span",
        { class: "part", "data-start": part.start, "data-end": part.end },
        ...showText(part.text, view.query, view.invisible),
      ),
    );
  });
}

function rowClasses(unit) {
  const names = ["unit"];
  if (!isLinked(unit)) names.push("unlinked");
  if (unit.status !== "proposed") names.push(unit.status);
  return names.join(" ");
}

// A new row, the same markup as the writer's.
function makeRow(unit, view) {
  const why = element(
    "div",
    { class: "why" },
    element(
      "span",
      { class: "chip " + confidenceClass(unit) },
      isLinked(unit) ? Number(unit.probability).toFixed(2) : "\u2013",
    ),
    element("span", {}, typeOf(unit)),
  );
  if (unit.grade) why.append(element("span", {}, unit.grade));
  const row = element("li", { class: rowClasses(unit), tabindex: "-1" }, why);
  for (const language of languages) {
    const member = unit.members[language];
    const cell = element("p", member ? { lang: language, dir: directionOf(language) } : {});
    if (member) fillCell(cell, member, view);
    row.append(cell);
  }
  unit.row = row;
  rowUnits.set(row, unit);
  return row;
}

const rowUnits = new WeakMap();

// Language column of a cell: the first child of a row is its "why".
const columnOf = (cell) => Array.from(cell.parentNode.children).indexOf(cell) - 1;
