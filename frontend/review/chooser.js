// How is one thing chosen out of many by typing: a measure, a department?
import { element, fill, say } from "./dom.js";

const SHOWN = 8;
const GAP_PX = 2;
let made = 0;

/** A field with a list under it: type to narrow, arrows to move, Enter to choose. */
export class Chooser {
  /** @param {{label: string, options: {value: string, label: string, note?: string, words?: string}[], value?: string}} given */
  constructor({ label, options, value = "" }) {
    made += 1;
    this.listId = `chooser-${made}`;
    this.options = options;
    this.chosen = value;
    this.shown = [];
    this.at = -1;
    this.list = element("ul", { className: "chooser-list", id: this.listId, role: "listbox", hidden: true });
    this.input = this.field(label, options.find((option) => option.value === value)?.label ?? "");
    this.element = element("div", { className: "chooser" }, this.input, this.list);
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const row = event.target.closest("[data-index]");
      if (row) this.choose(Number(row.dataset.index));
    });
  }

  /** What was chosen; empty when nothing was, or when the words in the field were never chosen. */
  value() {
    return this.input.value ? this.chosen : "";
  }

  field(label, value) {
    return element("input", {
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: false,
      "aria-expanded": "false",
      "aria-controls": this.listId,
      "aria-autocomplete": "list",
      "aria-label": label,
      placeholder: say("type_to_find"),
      value,
      on: {
        input: () => this.type(),
        focus: () => this.input.select(),
        blur: () => this.close(),
        keydown: (event) => this.key(event),
      },
    });
  }

  type() {
    this.chosen = "";
    this.narrow();
  }

  narrow() {
    this.shown = rank(this.options, this.input.value).slice(0, SHOWN);
    this.at = this.shown.length && this.input.value ? 0 : -1;
    this.draw();
  }

  draw() {
    const rows = this.shown.map((option, index) => this.row(option, index));
    fill(this.list, rows.length ? rows : element("li", { className: "faint" }, say("nothing_found")));
    this.list.hidden = false;
    this.place();
    this.input.setAttribute("aria-expanded", "true");
    if (this.at >= 0) this.input.setAttribute("aria-activedescendant", `${this.listId}-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
  }

  /** Above or below the field, where there is more room; fixed, since the form around it scrolls. */
  place() {
    const field = this.input.getBoundingClientRect();
    const above = field.top > innerHeight - field.bottom;
    const room = (above ? field.top : innerHeight - field.bottom) - GAP_PX * 4;
    const places = {
      left: `${field.left}px`,
      width: `${field.width}px`,
      top: above ? "auto" : `${field.bottom + GAP_PX}px`,
      bottom: above ? `${innerHeight - field.top + GAP_PX}px` : "auto",
      "max-height": `${room}px`,
    };
    for (const [name, value] of Object.entries(places)) this.list.style.setProperty(name, value);
  }

  row(option, index) {
    return element(
      "li",
      { id: `${this.listId}-${index}`, role: "option", "aria-selected": String(index === this.at), "data-index": index },
      element("span", {}, option.label),
      option.note ? element("small", {}, option.note) : null,
    );
  }

  key(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.move(step);
    else if (event.key === "Enter" && !this.list.hidden && this.at >= 0) this.choose(this.at);
    else if (event.key === "Escape" && !this.list.hidden) this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  move(step) {
    if (this.list.hidden) this.narrow();
    else if (this.shown.length) this.at = (this.at + step + this.shown.length) % this.shown.length;
    this.draw();
  }

  choose(index) {
    const option = this.shown[index];
    if (!option) return;
    this.chosen = option.value;
    this.input.value = option.label;
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}

/** Options whose label, code or words hold what was typed, the nearest first; characters in order also count. */
export function rank(options, typed) {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return options;
  return options
    .map((option) => ({ option, score: score(option, wanted) }))
    .filter((entry) => entry.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((entry) => entry.option);
}

function score(option, wanted) {
  const label = option.label.toLowerCase();
  const all = `${label} ${option.value} ${option.words ?? ""}`.toLowerCase();
  if (label === wanted) return 100;
  if (label.startsWith(wanted)) return 80 - label.length / 100;
  if (label.includes(wanted)) return 60 - label.length / 100;
  if (all.includes(wanted)) return 40;
  let at = 0;
  for (const character of wanted) {
    at = label.indexOf(character, at) + 1;
    if (!at) return 0;
  }
  return 10;
}
