// How is the document drawn: once, as paragraphs of stretches; after a change, only the paragraphs it touched.
import { element, say } from "./dom.js";
import { cut, paragraphs } from "./segments.js";

const CHARACTERS_A_LINE = 40;
const LINE_HEIGHT_PX = 28;
const MARGIN_PX = 32;

export class DocumentView {
  constructor({ store, root }) {
    Object.assign(this, { store, root });
    this.elements = new Map();
    this.startOf = new WeakMap();
    this.titles = store.sections.map(titleSpan(store.text)).filter(Boolean);
    this.blocks = paragraphs(store.text);
    this.draw();
    store.addEventListener("change", (event) => this.redraw(event.detail));
    store.addEventListener("select", (event) => this.light(event.detail));
  }

  draw() {
    const fragment = document.createDocumentFragment();
    let fold = null;
    for (const block of this.blocks) {
      const stretch = this.store.dropped.find((range) => range.start <= block.start && range.end >= block.end);
      block.element = this.drawBlock(block);
      if (!stretch) {
        fold = null;
        fragment.append(block.element);
        continue;
      }
      fold ??= startFold(fragment);
      fold.add(stretch, block);
    }
    this.root.replaceChildren(fragment);
  }

  marks() {
    return [...this.store.items.values(), ...this.store.passive.values(), ...this.titles, ...this.inlineDropped()];
  }

  inlineDropped() {
    return this.store.dropped.map((range, index) => ({ ...range, id: `dropped-${index}`, kind: "dropped" }));
  }

  drawBlock(block) {
    const paragraph = element("p", { className: "doc-block" });
    const lines = Math.ceil((block.end - block.start) / CHARACTERS_A_LINE);
    paragraph.style.setProperty("contain-intrinsic-size", `auto ${lines * LINE_HEIGHT_PX + 8}px`);
    const title = this.titles.find((t) => t.start >= block.start && t.start < block.end);
    if (this.store.text.slice(block.start, block.end).trim() === this.store.plan.title) paragraph.classList.add("doc-block--title");
    if (title) {
      paragraph.id = title.id;
      paragraph.classList.add(`doc-block--${title.type}`);
    }
    this.fill(paragraph, block);
    return paragraph;
  }

  fill(paragraph, block) {
    const near = this.near(block);
    const byId = new Map(near.map((mark) => [mark.id, mark]));
    for (const segment of cut(block.start, block.end, near)) {
      const text = document.createTextNode(this.store.text.slice(segment.start, segment.end));
      this.startOf.set(text, segment.start);
      if (!segment.ids.length) paragraph.append(text);
      else paragraph.append(this.stretch(segment, segment.ids.map((id) => byId.get(id)), text));
    }
  }

  near(block) {
    this.all ??= this.marks();
    return this.all.filter((mark) => mark.start < block.end && mark.end > block.start);
  }

  stretch(segment, marks, text) {
    const span = element("span", { className: className(segment, marks) }, text);
    const own = marks.filter((mark) => !["title", "dropped"].includes(mark.kind));
    if (own.length) span.dataset.ids = own.map((mark) => mark.id).join(" ");
    for (const mark of own) {
      const known = this.elements.get(mark.id) ?? [];
      known.push(span);
      this.elements.set(mark.id, known);
    }
    const passive = marks.find((mark) => mark.kind === "warning") ?? marks.find((mark) => mark.kind === "trap");
    if (passive) span.title = passive.kind === "trap" ? say("trap_title", { reason: passive.reason_text ?? passive.reason }) : passive.message;
    return span;
  }

  /** State alone changed: classes of the stretches. Borders moved: the paragraphs that they lie in. */
  redraw({ ids, removed, ranges }) {
    if (ranges.length) {
      this.all = null;
      const touched = this.blocks.filter((block) => ranges.some((r) => r.start < block.end && r.end > block.start));
      for (const block of touched) this.refill(block);
      for (const id of removed) this.elements.delete(id);
    }
    for (const id of ids) this.restate(id);
    if (this.store.currentId) this.toggle(this.store.currentId, "is-current", true);
  }

  refill(block) {
    for (const span of block.element.querySelectorAll("[data-ids]")) {
      for (const id of span.dataset.ids.split(" ")) {
        this.elements.set(id, (this.elements.get(id) ?? []).filter((known) => known !== span));
      }
    }
    block.element.replaceChildren();
    this.fill(block.element, block);
  }

  restate(id) {
    const item = this.store.items.get(id);
    if (!item) return;
    for (const span of this.elements.get(id) ?? []) {
      for (const state of ["proposed", "accepted", "discarded"]) {
        span.classList.toggle(`${item.kind}-${state}`, state === item.state);
      }
    }
  }

  toggle(id, name, on) {
    for (const span of this.elements.get(id) ?? []) span.classList.toggle(name, on);
  }

  light({ id, before, from }) {
    if (before) this.toggle(before, "is-current", false);
    if (!id) return;
    this.toggle(id, "is-current", true);
    // After the sheet with the item has opened: on a phone it takes its place from the document.
    requestAnimationFrame(() => this.show(id, from === "document" ? 0 : MARGIN_PX));
  }

  show(id, margin = MARGIN_PX) {
    const [first] = this.elements.get(id) ?? [];
    first?.closest("details")?.setAttribute("open", "");
    if (first) bring(first, this.root.closest(".doc"), margin);
  }

  /** The id of the innermost item under an element of the document, or null. */
  idAt(target) {
    const span = target.closest?.("[data-ids]");
    return span ? span.dataset.ids.split(" ")[0] : null;
  }

  /** The offset in the text of a place in the drawn document, or null outside of it. */
  offsetAt(node, offset) {
    if (node.nodeType === Node.TEXT_NODE) {
      const start = this.startOf.get(node);
      return start === undefined ? null : start + offset;
    }
    const child = node.childNodes[offset] ?? node.childNodes[offset - 1];
    if (!child || !this.root.contains(child)) return null;
    const walker = document.createTreeWalker(child, NodeFilter.SHOW_TEXT);
    const text = child.nodeType === Node.TEXT_NODE ? child : walker.nextNode();
    if (!text || !this.startOf.has(text)) return null;
    return this.startOf.get(text) + (node.childNodes[offset] ? 0 : text.length);
  }
}

/** Scrolls `target` to the upper third of its scroller unless it is in sight, `margin` from the edges. */
export function bring(target, scroller, margin = MARGIN_PX) {
  const frame = scroller.getBoundingClientRect();
  const place = target.getBoundingClientRect();
  if (place.top >= frame.top + margin && place.bottom <= frame.bottom - margin) return;
  scroller.scrollBy(0, place.top - frame.top - frame.height / 3);
  // Paragraphs that were never shown had a guessed height: look again when they have been laid out.
  requestAnimationFrame(() => {
    const now = target.getBoundingClientRect();
    if (now.top < frame.top || now.bottom > frame.bottom) target.scrollIntoView({ block: "center" });
  });
}

function className(segment, marks) {
  const names = ["m"];
  for (const mark of marks) {
    names.push(mark.kind === "title" ? `title-${mark.type}` : `m-${mark.kind}`);
    if (mark.state) names.push(`${mark.kind}-${mark.state}`);
    if (mark.kind === "task" && mark.checkable) names.push("m-checkable");
    if (segment.start === mark.start) names.push(`${mark.kind}-first`);
    if (segment.end === mark.end) names.push(`${mark.kind}-last`);
  }
  return names.join(" ");
}

function titleSpan(text) {
  return (section) => {
    const from = section.title_start ?? text.indexOf(section.title, section.start);
    if (from < 0 || !section.title) return null;
    const to = section.title_end ?? from + section.title.length;
    const labelled = section.label ? text.lastIndexOf(section.label, from) : -1;
    const start = labelled >= 0 && from - labelled <= section.label.length + 2 ? labelled : from;
    return { id: section.id, kind: "title", type: section.type, start, end: to };
  };
}

/** Stretches that follow each other are folded into one line: why they were left out, and how much it is. */
function startFold(fragment) {
  const reasons = new Set();
  let size = 0;
  const what = element("span", { className: "dropped-what" });
  const count = element("span", { className: "dropped-size" });
  const details = element("details", { className: "doc-dropped" }, element("summary", {}, what, count));
  fragment.append(details);
  return {
    add(stretch, block) {
      reasons.add(stretch.reason_text ?? stretch.reason);
      size += block.end - block.start;
      what.textContent = [...reasons].join(say("between_reasons"));
      count.textContent = say("dropped_size", { count: size });
      details.append(block.element);
    },
  };
}
