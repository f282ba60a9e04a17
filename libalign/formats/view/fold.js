// The form in which texts are searched: without marks, case and the variants
// of letters people type for one another.

function fold(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/\u0111/g, "d") // d with stroke
    .replace(/[\u0671\u0622\u0623\u0625]/g, "\u0627") // alef variants
    .replace(/\u0649/g, "\u064a") // alef maksura to ya
    .replace(/\u0629/g, "\u0647") // ta marbuta to ha
    .replace(/\u0640/g, "") // tatweel
    .replace(/[\u0660-\u0669]/g, (d) => String(d.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (d) => String(d.charCodeAt(0) - 0x6f0))
    .replace(/\s+/g, " ");
}

function foldedText(unit) {
  if (unit.folded === undefined) {
    unit.folded = Object.values(unit.members)
      .map((m) => fold(textOf(m)))
      .join("\n");
  }
  return unit.folded;
}

// Where `folded` (a folded query) stands in `text`, as [begin, end) pairs of
// UTF-16 offsets into the text as it is shown.
function findAll(text, folded) {
  if (!folded) return [];
  let folding = "";
  const origin = [];
  let offset = 0;
  for (const { segment } of graphemes.segment(text)) {
    const piece = fold(segment);
    for (let i = 0; i < piece.length; i += 1) {
      origin.push([offset, offset + segment.length]);
    }
    folding += piece;
    offset += segment.length;
  }
  const found = [];
  for (
    let at = folding.indexOf(folded);
    at >= 0;
    at = folding.indexOf(folded, at + folded.length)
  ) {
    found.push([origin[at][0], origin[at + folded.length - 1][1]]);
  }
  return found;
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
