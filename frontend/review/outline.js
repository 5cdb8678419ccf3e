// Which headings does the plan have, and where is the reader now?
import { element, say } from "./dom.js";

const LEVEL = { part: 0, line: 1, sub_heading: 2, topic: 3 };

export class Outline {
  constructor({ store, root, select, scroller }) {
    Object.assign(this, { store, root, select, scroller });
    this.links = new Map();
    const shown = store.sections.filter((section) => section.title && LEVEL[section.type] < 3);
    const outermost = Math.min(...shown.map((section) => LEVEL[section.type]), 2);
    root.replaceChildren(...shown.map((section) => this.link(section, LEVEL[section.type] - outermost)));
    select.replaceChildren(
      element("option", { value: "" }, say("jump_to")),
      ...shown.map((section) => element("option", { value: section.id }, `${"  ".repeat(LEVEL[section.type] - outermost)}${section.label ?? ""} ${section.title}`)),
    );
    this.observe();
  }

  link(section, level) {
    const link = element(
      "a",
      { href: `#${section.id}`, className: `outline-${level}`, title: section.title, "data-section": section.id },
      section.label ? element("span", { className: "outline-label" }, section.label) : null,
      element("span", { className: "outline-title" }, section.title),
    );
    this.links.set(section.id, link);
    return link;
  }

  observe() {
    const watched = new IntersectionObserver(
      (entries) => {
        const top = entries.filter((entry) => entry.isIntersecting).at(-1);
        if (top) this.here(top.target.id);
      },
      { root: this.scroller, rootMargin: "0px 0px -70% 0px" },
    );
    for (const id of this.links.keys()) {
      const place = document.getElementById(id);
      if (place) watched.observe(place);
    }
  }

  here(id) {
    const link = this.links.get(id);
    if (!link) return;
    for (const other of this.links.values()) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    const { top, bottom } = link.getBoundingClientRect();
    const frame = this.root.getBoundingClientRect();
    if (top < frame.top) this.root.scrollBy(0, top - frame.top - 40);
    else if (bottom > frame.bottom) this.root.scrollBy(0, bottom - frame.bottom + 40);
  }
}
