// A histogram of probabilities and a dot plot of two documents.

const svgNamespace = "http://www.w3.org/2000/svg";

function svg(name, attributes = {}) {
  const node = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, value);
  }
  return node;
}

const bins = 20;

function drawHistogram(target, units, threshold) {
  const counts = new Array(bins).fill(0);
  for (const unit of units) {
    if (!isLinked(unit)) continue;
    const bin = Math.floor(Number(unit.probability) * bins);
    counts[Math.min(bins - 1, Math.max(0, bin))] += 1;
  }
  const most = Math.max(1, ...counts);
  target.replaceChildren();
  counts.forEach((count, i) => {
    // Square roots, so that the few doubtful links stay visible beside
    // thousands of certain ones.
    const height = count === 0 ? 0 : Math.max(1.5, 58 * Math.sqrt(count / most));
    const bar = svg("rect", {
      x: i * 10 + 1,
      y: 60 - height,
      width: 8,
      height,
    });
    if ((i + 1) / bins <= threshold) bar.setAttribute("class", "below");
    const title = svg("title");
    title.textContent = `${(i / bins).toFixed(2)}\u2013${((i + 1) / bins).toFixed(2)}: ${count}`;
    bar.append(title);
    target.append(bar);
  });
}

// Pairs of documents that have units in common, most units first.
function documentPairs(units) {
  const pairs = new Map();
  for (const unit of units) {
    const present = languages.filter((l) => unit.members[l]);
    for (let i = 0; i < present.length; i += 1) {
      for (let j = i + 1; j < present.length; j += 1) {
        const [a, b] = [present[i], present[j]];
        const key = JSON.stringify([a, unit.members[a].doc, b, unit.members[b].doc]);
        pairs.set(key, (pairs.get(key) || 0) + 1);
      }
    }
  }
  return [...pairs]
    .sort((x, y) => y[1] - x[1] || (x[0] < y[0] ? -1 : 1))
    .map(([key, count]) => {
      const [source, sourceDoc, target, targetDoc] = JSON.parse(key);
      return { source, sourceDoc, target, targetDoc, count };
    });
}

const shortName = (path) => path.split("/").slice(-2).join("/");

const colors = () => {
  const style = getComputedStyle(document.documentElement);
  const named = (name) => style.getPropertyValue(name).trim();
  return {
    high: named("--high"),
    middle: named("--middle"),
    low: named("--low"),
    line: named("--line"),
    ink: named("--ink"),
  };
};

// Draws on a canvas: twenty thousand dots are one picture, not as many nodes.
function drawDots(canvas, units, pair, current) {
  const size = 520;
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, size, size);
  if (!pair) return { at: () => null };
  const dots = [];
  let width = 1;
  let height = 1;
  for (const unit of units) {
    const a = unit.members[pair.source];
    const b = unit.members[pair.target];
    if (a && a.doc === pair.sourceDoc) width = Math.max(width, a.segments.at(-1) + 1);
    if (b && b.doc === pair.targetDoc) height = Math.max(height, b.segments.at(-1) + 1);
    if (a && b && a.doc === pair.sourceDoc && b.doc === pair.targetDoc) {
      dots.push({ unit, a, b });
    }
  }
  const paint = colors();
  const dot = Math.max(4, Math.min(14, size / Math.max(width, height)));
  const place = (value, whole) => 8 + ((value + 0.5) / whole) * (size - 16);
  context.strokeStyle = paint.line;
  context.beginPath();
  context.moveTo(8, 8);
  context.lineTo(size - 8, size - 8);
  context.stroke();
  for (const { unit, a, b } of dots) {
    if (unit.status === "rejected") continue;
    context.fillStyle = paint[confidenceClass(unit)];
    for (const i of a.segments) {
      for (const j of b.segments) {
        context.fillRect(place(i, width) - dot / 2, place(j, height) - dot / 2, dot, dot);
        if (unit === current) {
          context.strokeStyle = paint.ink;
          context.lineWidth = 2;
          context.strokeRect(place(i, width) - dot, place(j, height) - dot, 2 * dot, 2 * dot);
        }
      }
    }
  }
  return {
    // The unit nearest to a point given in shares of the plot.
    at(x, y) {
      let best = null;
      let nearest = Infinity;
      for (const { unit, a, b } of dots) {
        for (const i of a.segments) {
          for (const j of b.segments) {
            const distance = Math.hypot(
              place(i, width) - x * size,
              place(j, height) - y * size,
            );
            if (distance < nearest) [best, nearest] = [unit, distance];
          }
        }
      }
      return best;
    },
  };
}
