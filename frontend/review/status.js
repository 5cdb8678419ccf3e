// How far is the review, and is everything saved?
import { say } from "./dom.js";

const KINDS = ["target", "task", "project", "institution"];

export class Status {
  constructor({ store, queue, root }) {
    Object.assign(this, { store, queue, root });
    queue.addEventListener("status", () => this.showSaving());
    for (const type of ["saved", "problem"]) queue.addEventListener(type, () => this.show());
    store.addEventListener("change", () => this.show());
    window.addEventListener("beforeunload", (event) => {
      if (queue.size && queue.offline) event.preventDefault();
    });
    this.show();
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  show() {
    const counts = this.store.counts();
    for (const kind of KINDS) {
      const there = counts[kind] ?? { proposed: 0, accepted: 0 };
      for (const place of this.root.querySelectorAll(`[data-count="${kind}"]`)) place.textContent = there.proposed + there.accepted;
    }
    const { proposed, accepted, discarded } = counts.all;
    const all = proposed + accepted + discarded;
    this.part("meter").style.setProperty("transform", `scaleX(${all ? (all - proposed) / all : 1})`);
    this.part("left").textContent = proposed ? say("left_to_confirm", { count: proposed }) : say("all_confirmed");
    for (const place of this.root.querySelectorAll("[data-findings]")) place.textContent = this.store.findings || "✓";
    this.showSaving();
  }

  showSaving() {
    const { store, queue } = this;
    const name = queue.offline ? "offline" : queue.size ? "saving" : "saved";
    this.part("status").dataset.state = name;
    this.part("status").textContent = say(`status_${name}`, { count: queue.size });
    this.enable("undo", store.undo || queue.size);
    this.enable("redo", store.redo);
  }

  enable(command, on) {
    this.root.querySelector(`[data-command="${command}"]`).disabled = !on || this.store.readOnly;
  }
}
