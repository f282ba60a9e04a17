// Documents side by side, segments in reading order, links as ribbons. Rows
// have one height, so only what is in sight is ever drawn.

const rowHeight = 46;

class LinkMap {
  constructor(root, choose) {
    this.root = root;
    this.choose = choose;
    this.canvas = svg("svg", { "aria-hidden": "true" });
    this.spacer = element("div");
    root.append(this.spacer, this.canvas);
    root.addEventListener("scroll", () => this.schedule());
    window.addEventListener("resize", () => this.schedule());
    this.columns = [];
    this.units = [];
  }

  // `documents`: [{language, doc}], two or three of them.
  show(bitext, documents, current) {
    this.columns = documents.map(({ language, doc }) => ({
      language,
      doc,
      segments: [],
    }));
    this.units = [];
    for (const unit of bitext.units) {
      let sides = 0;
      for (const column of this.columns) {
        const member = unit.members[column.language];
        if (!member || member.doc !== column.doc) continue;
        sides += 1;
        member.segments.forEach((number, i) => {
          const whole = member.parts.length !== member.segments.length;
          const text = whole ? textOf(member) : member.parts[i].text;
          column.segments[number] = { text, unit };
        });
      }
      if (sides > 1 && unit.status !== "rejected") this.units.push(unit);
    }
    this.current = current;
    this.schedule();
  }

  schedule() {
    if (this.pending) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = 0;
      this.draw();
    });
  }

  draw() {
    const rows = Math.max(1, ...this.columns.map((c) => c.segments.length));
    const width = this.root.clientWidth;
    const height = rows * rowHeight + 8;
    this.spacer.style.height = height + "px";
    const top = this.root.scrollTop;
    const bottom = top + this.root.clientHeight;
    const count = Math.max(1, this.columns.length);
    const gap = Math.min(160, width * 0.14);
    const columnWidth = (width - gap * (count - 1) - 16) / count;
    const left = (k) => 8 + k * (columnWidth + gap);
    for (const old of this.root.querySelectorAll(".segment")) old.remove();
    const first = Math.max(0, Math.floor(top / rowHeight) - 1);
    const last = Math.ceil(bottom / rowHeight) + 1;
    this.columns.forEach((column, k) => {
      for (let n = first; n < Math.min(last, column.segments.length); n += 1) {
        const segment = column.segments[n];
        if (!segment) continue;
        const names = ["segment"];
        if (isLinked(segment.unit)) names.push("linked");
        if (segment.unit === this.current) names.push("current");
        const button = element(
          "button",
          {
            class: names.join(" "),
            lang: column.language,
            dir: directionOf(column.language),
            type: "button",
            title: segment.text,
          },
          segment.text,
        );
        button.style.top = n * rowHeight + 4 + "px";
        button.style.left = left(k) + "px";
        button.style.width = columnWidth + "px";
        button.style.height = rowHeight - 6 + "px";
        button.addEventListener("click", () => this.choose(segment.unit));
        this.root.append(button);
      }
    });
    this.canvas.setAttribute("width", String(width));
    this.canvas.setAttribute("height", String(height));
    this.canvas.replaceChildren();
    for (const unit of this.units) {
      for (let k = 0; k + 1 < this.columns.length; k += 1) {
        this.ribbon(unit, k, k + 1, left, columnWidth, top, bottom);
      }
      const middle = this.columns[1];
      if (this.columns.length === 3 && !this.sideOf(unit, middle)) {
        this.ribbon(unit, 0, 2, left, columnWidth, top, bottom);
      }
    }
  }

  sideOf(unit, column) {
    const member = unit.members[column.language];
    return member && member.doc === column.doc ? member : null;
  }

  ribbon(unit, from, to, left, columnWidth, top, bottom) {
    const a = this.sideOf(unit, this.columns[from]);
    const b = this.sideOf(unit, this.columns[to]);
    if (!a || !b) return;
    const y = (member, end) =>
      (end ? member.segments.at(-1) + 1 : member.segments[0]) * rowHeight + (end ? -4 : 4);
    const [a0, a1, b0, b1] = [y(a, false), y(a, true), y(b, false), y(b, true)];
    if (Math.max(a1, b1) < top || Math.min(a0, b0) > bottom) return;
    const x0 = left(from) + columnWidth;
    const x1 = left(to);
    const bend = (x1 - x0) / 2;
    const path = svg("path", {
      class:
        confidenceClass(unit) +
        (to - from > 1 ? " through" : "") +
        (unit === this.current ? " current" : ""),
      d:
        `M${x0},${a0} C${x0 + bend},${a0} ${x1 - bend},${b0} ${x1},${b0} ` +
        `L${x1},${b1} C${x1 - bend},${b1} ${x0 + bend},${a1} ${x0},${a1} Z`,
    });
    const title = svg("title");
    title.textContent = `${typeOf(unit)}, ${Number(unit.probability).toFixed(2)}`;
    path.append(title);
    path.addEventListener("click", () => this.choose(unit));
    this.canvas.append(path);
  }

  reveal(unit) {
    this.current = unit;
    for (const column of this.columns) {
      const member = this.sideOf(unit, column);
      if (!member) continue;
      const y = member.segments[0] * rowHeight;
      if (y < this.root.scrollTop || y > this.root.scrollTop + this.root.clientHeight - rowHeight) {
        this.root.scrollTop = Math.max(0, y - this.root.clientHeight / 3);
      }
      break;
    }
    this.schedule();
  }
}
