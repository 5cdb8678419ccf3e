// Where is an item cut in two: after one of its commas and conjunctions, chosen with the arrows or by a tap?
import { element, fill, say } from "./dom.js";

const AFTER = /[,,;;、。::和与及]/;

export class Splitting {
  constructor(text) {
    this.text = text;
    this.places = [...text].length > 1 ? placesIn(text) : [];
    this.chosen = Math.floor((this.places.length - 1) / 2);
    this.element = element("p", {
      className: "split-text",
      tabIndex: 0,
      role: "slider",
      "data-first": "",
      "aria-label": say("split_where"),
      on: { keydown: (event) => this.key(event), click: (event) => this.tap(event) },
    });
    this.draw();
  }

  /** The offset of the cut in the text. */
  get at() {
    return this.places[this.chosen];
  }

  draw() {
    const parts = this.places.map((at, index) => [this.text.slice(this.places[index - 1] ?? 0, at), this.knife(index)]);
    fill(this.element, ...parts, this.text.slice(this.places.at(-1) ?? 0));
    this.element.setAttribute("aria-valuetext", this.text.slice(0, this.at));
  }

  knife(index) {
    const here = index === this.chosen;
    const className = `split-place${here ? " is-chosen" : ""}`;
    const named = { type: "button", tabIndex: -1, className, "data-index": index, "aria-label": say("split_here") };
    return element("button", named, here ? "✂" : "");
  }

  key(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") this.element.closest("form").requestSubmit();
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    this.chosen = Math.max(0, Math.min(this.places.length - 1, this.chosen + step));
    this.draw();
  }

  tap(event) {
    const place = event.target.closest("[data-index]");
    if (!place) return;
    this.chosen = Number(place.dataset.index);
    this.draw();
  }
}

/** After each comma and conjunction within the text; between all characters where there is none. */
function placesIn(text) {
  const all = Array.from({ length: text.length - 1 }, (_, index) => index + 1);
  const natural = all.filter((at) => AFTER.test(text[at - 1]));
  return natural.length ? natural : all;
}
