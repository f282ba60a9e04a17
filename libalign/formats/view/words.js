// The words that say the same as the word under the pointer, in all texts of
// its row. They are painted without touching the text, so that search marks,
// selection and copying stay as they are.

// The links of a row: {source, target, pairs}.
function readWords(data) {
  return (data ? data.split(";") : []).map((links) => {
    const [source, target, ...pairs] = links.split(" ");
    return { source, target, pairs: pairs.map((pair) => pair.split("-").map(Number)) };
  });
}

// The words of a cell: what stands between white space, as [begin, end] in its
// text. Names of invisible characters are no part of it.
function wordsOf(cell) {
  return Array.from(cell.textContent.matchAll(/\S+/g), (found) => [
    found.index,
    found.index + found[0].length,
  ]);
}

// The place in a cell's text that lies under a point, or -1.
function placeAt(cell, x, y) {
  let node = null;
  let offset = 0;
  if (document.caretPositionFromPoint) {
    const caret = document.caretPositionFromPoint(x, y);
    if (caret) [node, offset] = [caret.offsetNode, caret.offset];
  } else if (document.caretRangeFromPoint) {
    const caret = document.caretRangeFromPoint(x, y);
    if (caret) [node, offset] = [caret.startContainer, caret.startOffset];
  }
  if (!node || !cell.contains(node)) return -1;
  const before = document.createRange();
  before.setStart(cell, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}

// The part [begin, end) of a cell's text.
function rangeIn(cell, begin, end) {
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const next = at + node.length;
    if (begin >= at && begin < next) range.setStart(node, begin - at);
    if (end > at && end <= next) {
      range.setEnd(node, end - at);
      return range;
    }
    at = next;
  }
  return null;
}

function showWords(row, cell, x, y) {
  CSS.highlights.delete("words");
  const words = rowUnits.get(row)?.words ?? [];
  if (words.length === 0 || !cell || document.querySelector(".invisible")) return;
  const place = placeAt(cell, x, y);
  const number = wordsOf(cell).findIndex(([begin, end]) => begin <= place && place <= end);
  if (number < 0) return;
  const ranges = [];
  const add = (language, wanted) => {
    const other = row.querySelector(`p[lang="${language}"]`);
    const places = other ? wordsOf(other) : [];
    for (const i of wanted) {
      const range = places[i] && rangeIn(other, ...places[i]);
      if (range) ranges.push(range);
    }
  };
  for (const { source, target, pairs } of words) {
    if (source === cell.lang) {
      add(target, pairs.filter((pair) => pair[0] === number).map((pair) => pair[1]));
    } else if (target === cell.lang) {
      add(source, pairs.filter((pair) => pair[1] === number).map((pair) => pair[0]));
    }
  }
  if (ranges.length === 0) return;
  add(cell.lang, [number]);
  CSS.highlights.set("words", new Highlight(...ranges));
}

// Browsers without the Highlight API show the page without this.
if (globalThis.CSS?.highlights) {
  const rows = document.querySelector(".units");
  rows.addEventListener("mousemove", (event) => {
    const row = event.target.closest("li.unit");
    if (row) showWords(row, event.target.closest("p[lang]"), event.clientX, event.clientY);
  });
  rows.addEventListener("mouseleave", () => CSS.highlights.delete("words"));
}
