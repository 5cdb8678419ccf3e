// How is a message shown: one line at the foot, gone by itself, with the way back where there is one.
import { element, fill, say } from "./dom.js";

const SHOWN_MS = 5000;
const PROBLEM_SHOWN_MS = 12000;

export class Notice {
  constructor(box, run) {
    Object.assign(this, { box, run, timer: null });
  }

  show(message, { undo = false, problem = false } = {}) {
    clearTimeout(this.timer);
    fill(this.box, element("span", {}, message), undo ? this.undoButton() : null);
    this.box.classList.toggle("is-problem", problem);
    this.box.classList.add("is-shown");
    this.timer = setTimeout(() => this.box.classList.remove("is-shown"), problem ? PROBLEM_SHOWN_MS : SHOWN_MS);
  }

  undoButton() {
    const on = { click: () => this.run("undo") };
    return element("button", { type: "button", className: "link-button", on }, say("verb_undo"), element("kbd", {}, "U"));
  }
}
