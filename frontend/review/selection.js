// What can be made of a selected stretch of the document: a target, a task, a project.
import { element, say } from "./dom.js";

const KINDS = [
  ["target", "T"],
  ["task", "K"],
  ["project", "P"],
];

export class Selection {
  constructor({ view, actions, root }) {
    Object.assign(this, { view, actions });
    this.bar = element(
      "div",
      { className: "selection-bar", role: "toolbar", "aria-label": say("selection_bar"), hidden: true },
      KINDS.map(([kind, key]) =>
        element(
          "button",
          { type: "button", className: "button", on: { pointerdown: (event) => event.preventDefault(), click: () => this.add(kind) } },
          say(`kind_${kind}`),
          element("kbd", {}, key),
        ),
      ),
    );
    root.append(this.bar);
    document.addEventListener("selectionchange", () => this.follow());
    view.root.closest(".doc").addEventListener("scroll", () => this.follow(), { passive: true });
  }

  /** The selected [start, end) in the text without blanks at its ends, or null. */
  range() {
    const chosen = getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
    const range = chosen.getRangeAt(0);
    if (!this.view.root.contains(range.startContainer) || !this.view.root.contains(range.endContainer)) return null;
    let start = this.view.offsetAt(range.startContainer, range.startOffset);
    let end = this.view.offsetAt(range.endContainer, range.endOffset);
    if (start === null || end === null) return null;
    const { text } = this.view.store;
    while (start < end && /\s/.test(text[start])) start += 1;
    while (end > start && /\s/.test(text[end - 1])) end -= 1;
    return start < end ? { start, end } : null;
  }

  follow() {
    const range = this.range();
    this.bar.hidden = !range || this.view.store.readOnly;
    if (this.bar.hidden) return;
    const place = getSelection().getRangeAt(0).getBoundingClientRect();
    const below = place.top < 110;
    const left = Math.max(8, Math.min(place.left, innerWidth - this.bar.offsetWidth - 8));
    this.bar.style.setProperty("left", `${left}px`);
    this.bar.style.setProperty("top", `${below ? place.bottom + 8 : place.top - this.bar.offsetHeight - 8}px`);
  }

  /** True when a stretch was selected and became an item of that kind. */
  add(kind) {
    const range = this.range();
    if (!range) return false;
    this.actions.add(kind, range.start, range.end);
    getSelection().removeAllRanges();
    return true;
  }
}
