// The page itself: what is shown, where the reader is, what the keys do.

const find = (selector) => document.querySelector(selector);

const list = find(".units");
const bitext = new Bitext([...list.querySelectorAll(".unit")]);
for (const unit of bitext.units) rowUnits.set(unit.row, unit);

const view = { query: "", invisible: false };
const state = {
  current: null,
  lane: 0, // index into languages: which side the boundary keys move
  marked: new Set(),
  mode: "list",
  pairs: documentPairs(bitext.units),
  dots: null,
};

const controls = {
  search: find("#search"),
  documents: find("#documents"),
  show: find("#show"),
  status: find("#status"),
  threshold: find("#threshold"),
  thresholdValue: find("#threshold-value"),
  counter: find("#counter"),
  progress: find("#progress"),
  invisible: find("#invisible"),
  theme: find("#theme"),
  map: find("#show-map"),
  undo: find("#undo"),
  histogram: find("#histogram"),
  dots: find("#dots"),
  why: find("#why"),
  keys: find("#keys"),
  message: find("#message"),
};

const linkMap = new LinkMap(find("#map"), (unit) => select(unit, true));

function say(text) {
  controls.message.textContent = text;
}

// Which units pass the filters.
function selectedPair() {
  const index = controls.documents.value;
  return index === "" ? null : state.pairs[Number(index)];
}

function passes(unit, pair, threshold, folded) {
  if (pair) {
    const inPair = [
      [pair.source, pair.sourceDoc],
      [pair.target, pair.targetDoc],
    ].some(([l, doc]) => unit.members[l] && unit.members[l].doc === doc);
    if (!inPair) return false;
  }
  const linked = isLinked(unit);
  const show = controls.show.value;
  if (show === "linked" && !linked) return false;
  if (show === "unlinked" && linked) return false;
  if (["parallel", "near-parallel"].includes(show) && unit.kind !== show) return false;
  if (["equivalent", "near", "partial"].includes(show) && unit.grade !== show) return false;
  const status = controls.status.value;
  if (status && unit.status !== status) return false;
  if (linked && Number(unit.probability) < threshold) return false;
  return !folded || foldedText(unit).includes(folded);
}

let shown = [];

function refresh() {
  const threshold = Number(controls.threshold.value);
  const folded = fold(controls.search.value.trim());
  const pair = selectedPair();
  const requery = folded !== view.query;
  const earlier = view.query;
  view.query = folded;
  shown = [];
  for (const unit of bitext.units) {
    const visible = passes(unit, pair, threshold, folded);
    unit.row.hidden = !visible;
    if (visible) shown.push(unit);
    if (requery && (visible || (earlier && foldedText(unit).includes(earlier)))) {
      redrawCells(unit);
    }
  }
  controls.thresholdValue.textContent = threshold.toFixed(2);
  const linked = bitext.units.filter(isLinked);
  controls.counter.textContent = `${shown.length} of ${bitext.units.length} shown`;
  const judged = linked.filter((unit) => unit.status !== "proposed").length;
  controls.progress.textContent = `${judged} of ${linked.length} links judged`;
  controls.undo.disabled = bitext.done.length === 0;
  drawHistogram(controls.histogram, bitext.units, threshold);
  drawPlots();
}

function redrawCells(unit) {
  const cells = unit.row.querySelectorAll("p");
  languages.forEach((language, i) => {
    if (unit.members[language]) fillCell(cells[i], unit.members[language], view);
  });
}

function plotPair() {
  const pair = selectedPair();
  if (pair) return pair;
  const unit = state.current;
  const present = unit ? languages.filter((l) => unit.members[l]) : [];
  if (present.length > 1) {
    const [a, b] = present;
    return state.pairs.find(
      (p) =>
        p.source === a &&
        p.target === b &&
        p.sourceDoc === unit.members[a].doc &&
        p.targetDoc === unit.members[b].doc,
    );
  }
  return state.pairs[0];
}

function drawPlots() {
  const pair = plotPair();
  state.dots = drawDots(controls.dots, bitext.units, pair, state.current);
  find("#dots-title").textContent = pair
    ? `${shortName(pair.sourceDoc)} across, ${shortName(pair.targetDoc)} down`
    : "no linked documents";
  if (state.mode === "map") showMap();
}

// Columns of the map: the pair, and the third language's document that has
// most units with it.
function showMap() {
  const pair = plotPair();
  if (!pair) return;
  const documents = [
    { language: pair.source, doc: pair.sourceDoc },
    { language: pair.target, doc: pair.targetDoc },
  ];
  const third = state.pairs.find((other) => {
    const sides = [
      [other.source, other.sourceDoc],
      [other.target, other.targetDoc],
    ];
    const has = (d) => sides.some(([l, doc]) => l === d.language && doc === d.doc);
    return documents.some(has) && !documents.every(has) &&
      sides.some(([l]) => documents.every((d) => d.language !== l));
  });
  if (third) {
    const isSource = documents.every((d) => d.language !== third.source);
    documents.push(
      isSource
        ? { language: third.source, doc: third.sourceDoc }
        : { language: third.target, doc: third.targetDoc },
    );
  }
  documents.sort((a, b) => languages.indexOf(a.language) - languages.indexOf(b.language));
  linkMap.show(bitext, documents, state.current);
}

function bar(value) {
  const width = Math.min(50, Math.abs(value) * 10);
  const drawing = svg("svg", { class: "meter", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" });
  drawing.append(
    svg("rect", {
      x: value >= 0 ? 50 : 50 - width,
      y: 1,
      width,
      height: 6,
      class: value >= 0 ? "for" : "against",
    }),
    svg("line", { x1: 50, x2: 50, y1: 0, y2: 8 }),
  );
  return drawing;
}

function explain(unit) {
  controls.why.replaceChildren();
  if (!unit) return;
  const line = (text) => controls.why.append(element("p", {}, text));
  if (isLinked(unit)) {
    line(`${typeOf(unit)}, ${unit.kind}${unit.grade ? ", " + unit.grade : ""}, ${unit.status}`);
    line(`probability ${Number(unit.probability).toFixed(3)}, log-odds ${Number(unit.score).toFixed(2)}`);
    if (unit.evidence) {
      const parts = element("dl", {});
      ["vector", "lexicon", "length", "numbers"].forEach((name, i) => {
        const value = unit.evidence[i];
        parts.append(
          element("dt", {}, name),
          element("dd", {}, bar(value)),
          element("dd", { class: "number" }, value.toFixed(2)),
        );
      });
      controls.why.append(parts);
    }
  } else {
    line("no partner found");
  }
  for (const language of languages) {
    const member = unit.members[language];
    if (!member) continue;
    const where = element("p", {}, language + ": ");
    where.append(element("bdi", {}, member.doc));
    where.append(`, segment ${member.segments.join(", ")}, characters ${member.start}\u2013${member.end}`);
    controls.why.append(where);
  }
}

function showLane(unit) {
  for (const cell of list.querySelectorAll("p.lane")) cell.classList.remove("lane");
  if (!unit) return;
  const cell = unit.row.querySelectorAll("p")[state.lane];
  if (cell) cell.classList.add("lane");
}

function select(unit, scroll) {
  if (state.current) state.current.row.classList.remove("current");
  state.current = unit;
  if (unit) {
    unit.row.classList.add("current");
    if (!unit.members[languages[state.lane]]) {
      state.lane = languages.findIndex((l) => unit.members[l]);
    }
    if (scroll) {
      unit.row.scrollIntoView({ block: "nearest" });
      if (state.mode === "list") unit.row.focus({ preventScroll: true });
    }
  }
  showLane(unit);
  explain(unit);
  drawPlots();
  if (state.mode === "map" && unit) linkMap.reveal(unit);
}

function move(by) {
  if (shown.length === 0) return;
  const at = shown.indexOf(state.current);
  const to = at < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, at + by));
  select(shown[to], true);
}

// Brings the rows in line with an edit of the bitext.
function apply(change, message) {
  if (!change) {
    say("that cannot be done here");
    return;
  }
  const anchor = change.removed[0].row;
  for (const unit of change.added) {
    anchor.before(makeRow(unit, view));
  }
  for (const unit of change.removed) {
    unit.row.remove();
    state.marked.delete(unit);
  }
  // Undo may bring units back to several places.
  for (const unit of [...change.added].reverse()) {
    const next = bitext.units[bitext.position.get(unit) + 1];
    if (next && next.row && next.row.isConnected) next.row.before(unit.row);
    else list.append(unit.row);
  }
  state.pairs = documentPairs(bitext.units);
  listDocuments();
  state.current = null;
  refresh();
  select(change.added[0], true);
  say(message);
}

function mark(unit) {
  if (state.marked.has(unit)) state.marked.delete(unit);
  else state.marked.add(unit);
  unit.row.classList.toggle("marked", state.marked.has(unit));
  say(`${state.marked.size} marked`);
}

function linkMarked() {
  const units = [...state.marked];
  if (state.current && !state.marked.has(state.current)) units.push(state.current);
  if (units.length < 2) {
    say("mark a passage with the space bar first");
    return;
  }
  apply(bitext.merge(units), "linked");
}

function mergeWithNext(unit) {
  const next = shown[shown.indexOf(unit) + 1];
  apply(next ? bitext.merge([unit, next]) : null, "merged");
}

function download(name, type, text) {
  const link = element("a", {
    download: name,
    href: URL.createObjectURL(new Blob([text], { type })),
  });
  link.click();
  URL.revokeObjectURL(link.href);
}

const exports = {
  jsonl: () => download("edited.jsonl", "application/jsonl", toJsonl(bitext.units)),
  tmx: () => download("edited.tmx", "application/xml", toTmx(bitext.units)),
  tsv: () => download("edited.tsv", "text/tab-separated-values", toTsv(bitext.units)),
};

function setMode(mode) {
  state.mode = mode;
  find("#map").hidden = mode !== "map";
  list.hidden = mode === "map";
  controls.map.setAttribute("aria-pressed", String(mode === "map"));
  if (mode === "map") showMap();
}

function onCurrent(action) {
  return () => {
    if (state.current) action(state.current);
    else move(0);
  };
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  PageDown: () => move(10),
  PageUp: () => move(-10),
  Home: () => move(-bitext.units.length),
  End: () => move(bitext.units.length),
  h: () => changeLane(-1),
  l: () => changeLane(1),
  ArrowLeft: () => changeLane(-1),
  ArrowRight: () => changeLane(1),
  a: onCurrent((unit) => judge(unit, "accepted")),
  r: onCurrent((unit) => judge(unit, "rejected")),
  p: onCurrent((unit) => judge(unit, "proposed")),
  m: onCurrent((unit) => mergeWithNext(unit)),
  s: onCurrent((unit) => apply(bitext.split(unit), "split")),
  x: onCurrent((unit) => apply(bitext.unlink(unit), "unlinked")),
  "]": onCurrent((unit) => apply(bitext.shift(unit, languages[state.lane], 1), "boundary moved up")),
  "[": onCurrent((unit) => apply(bitext.shift(unit, languages[state.lane], -1), "boundary moved down")),
  " ": onCurrent((unit) => mark(unit)),
  Enter: () => linkMarked(),
  z: () => undo(),
  v: () => setMode(state.mode === "map" ? "list" : "map"),
  "/": () => controls.search.focus(),
  e: () => exports.jsonl(),
  "?": () => controls.keys.showModal(),
};

function judge(unit, status) {
  if (!isLinked(unit)) {
    say("only links can be judged");
    return;
  }
  apply(bitext.setStatus(unit, status), status);
  if (status !== "proposed") move(1);
}

function undo() {
  const change = bitext.undo();
  if (change) apply(change, "undone");
  else say("nothing to undo");
}

function changeLane(by) {
  const unit = state.current;
  if (!unit) return move(0);
  // Columns follow the page, so left is the earlier column in every language.
  for (let lane = state.lane + by; lane >= 0 && lane < languages.length; lane += by) {
    if (unit.members[languages[lane]]) {
      state.lane = lane;
      break;
    }
  }
  showLane(unit);
  return undefined;
}

function listDocuments() {
  const chosen = selectedPair();
  controls.documents.replaceChildren(element("option", { value: "" }, "all documents"));
  state.pairs.forEach((pair, i) => {
    const option = element(
      "option",
      { value: String(i) },
      `${shortName(pair.sourceDoc)} \u2013 ${shortName(pair.targetDoc)} (${pair.count})`,
    );
    if (chosen && JSON.stringify({ ...chosen, count: 0 }) === JSON.stringify({ ...pair, count: 0 })) {
      option.selected = true;
    }
    controls.documents.append(option);
  });
}

let typing = 0;
controls.search.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(refresh, 120);
});
controls.search.addEventListener("keydown", (event) => {
  if (event.key === "Enter" || event.key === "Escape") {
    if (event.key === "Escape") controls.search.value = "";
    refresh();
    controls.search.blur();
    move(0);
    event.preventDefault();
  }
});
for (const control of [controls.documents, controls.show, controls.status]) {
  control.addEventListener("change", refresh);
}
controls.threshold.addEventListener("input", refresh);
controls.invisible.addEventListener("click", () => {
  view.invisible = !view.invisible;
  controls.invisible.setAttribute("aria-pressed", String(view.invisible));
  bitext.units.forEach(redrawCells);
});
controls.theme.addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  drawPlots();
});
controls.map.addEventListener("click", () => setMode(state.mode === "map" ? "list" : "map"));
controls.undo.addEventListener("click", undo);
find("#help").addEventListener("click", () => controls.keys.showModal());
find("#close-keys").addEventListener("click", () => controls.keys.close());
for (const [name, action] of Object.entries(exports)) {
  find("#export-" + name).addEventListener("click", action);
}
controls.dots.addEventListener("click", (event) => {
  const box = controls.dots.getBoundingClientRect();
  const unit = state.dots.at(
    (event.clientX - box.left) / box.width,
    (event.clientY - box.top) / box.height,
  );
  if (unit) select(unit, true);
});
list.addEventListener("click", (event) => {
  const row = event.target.closest(".unit");
  if (!row) return;
  const cell = event.target.closest(".unit > p");
  if (cell) state.lane = columnOf(cell);
  select(rowUnits.get(row), false);
});
list.addEventListener("mouseover", (event) => {
  const row = event.target.closest(".unit");
  if (row) explain(rowUnits.get(row));
});
list.addEventListener("mouseleave", () => explain(state.current));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "z") {
    undo();
    event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || controls.keys.open) return;
  const inControl = event.target.closest("input, select, button, dialog");
  if (inControl && event.target.type !== "range") {
    // Buttons keep Enter and space, fields keep everything.
    if (event.target.tagName !== "BUTTON" || ["Enter", " "].includes(event.key)) return;
  }
  const action = keys[event.key];
  if (!action) return;
  action();
  event.preventDefault();
});

window.addEventListener("beforeunload", (event) => {
  if (bitext.done.length > 0) event.preventDefault();
});

document.documentElement.classList.add("has-script");
listDocuments();
refresh();
