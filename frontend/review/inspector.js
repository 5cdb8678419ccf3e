// What is known about the chosen item, and what can be done with it? Forms open in the same place.
import { element, say } from "./dom.js";
import { assignForm, discardForm, editForm, measureForm, splitForm } from "./forms.js";
import { valueText } from "./naming.js";

const ACTIONS = {
  proposed: ["accept", "edit", "discard", "split", "join", "measure", "assign"],
  accepted: ["edit", "discard", "split", "join", "measure", "assign"],
  discarded: ["restore"],
};
const KEYS = { accept: "Enter", edit: "E", discard: "X", split: "S", join: "J", measure: "M", assign: "A", restore: "R" };
// What a published plan says stays as it is; how it is followed can change.
const WHEN_PUBLISHED = new Set(["measure", "assign"]);
const WHAT_FITS = {
  measure: (item) => item.kind === "target",
  assign: (item) => item.kind === "target" || item.kind === "task",
  split: (item) => item.kind !== "institution",
  join: (item) => item.kind === "task" || item.kind === "project",
};

export class Inspector {
  constructor({ store, actions, catalogue, root, command }) {
    Object.assign(this, { store, actions, catalogue, root, command });
    this.form = null;
    store.addEventListener("select", () => this.draw());
    store.addEventListener("change", ({ detail }) => {
      const touched = [...detail.ids, ...detail.removed].includes(store.currentId) || !store.current;
      if (touched && !this.form) this.draw();
    });
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.form) {
        event.stopPropagation();
        this.draw();
        this.focusBack();
      }
    });
    this.draw();
  }

  draw() {
    this.form = null;
    const item = this.store.current;
    this.root.classList.toggle("is-open", Boolean(item));
    this.root.classList.remove("has-form");
    if (!item) this.root.replaceChildren(element("p", { className: "inspector-hint" }, say("choose_item")));
    else if (item.kind === "trap" || item.kind === "warning") this.drawPassive(item);
    else this.drawItem(item);
  }

  drawItem(item) {
    this.root.replaceChildren(
      this.head(item),
      element("div", { className: "inspector-body" }, this.summary(item), this.facts(item)),
      this.buttons(item),
    );
  }

  head(item) {
    return element(
      "div",
      { className: "inspector-head" },
      element("span", { className: `row-kind kind-${item.kind}` }, say(`letter_${item.kind}`)),
      element("span", {}, say(`kind_${item.kind}`)),
      element("span", { className: `chip${item.state === "accepted" ? " chip--good" : ""}` }, say(`state_${item.state}`)),
      item.origin && item.origin !== "read" ? element("span", { className: "chip" }, say(`origin_${item.origin}`)) : null,
      element("button", { type: "button", className: "icon-button inspector-close", "aria-label": say("close"), on: { click: () => this.store.select(null) } }, "×"),
    );
  }

  summary(item) {
    if (item.kind !== "target") return element("p", { className: "inspector-title" }, item.name || item.text);
    return element(
      "p",
      { className: "inspector-title" },
      element("span", {}, item.subject || item.text),
      element("span", { className: "inspector-value" }, valueText(item)),
    );
  }

  facts(item) {
    const facts = FACTS.map(([key, read]) => [key, read(item, this)]).filter(([, value]) => value);
    return element(
      "dl",
      { className: "facts" },
      facts.map(([key, value]) => element("div", {}, element("dt", {}, say(key)), element("dd", {}, value))),
    );
  }

  measureFact(item) {
    if (item.kind !== "target" || item.state === "discarded") return null;
    if (item.parked_reason) return say("parked", { reason: item.parked_reason });
    if (!item.measure) return element("span", { className: "is-wanting" }, say("no_measure"));
    const name = element("span", {}, this.catalogue.name(item.measure));
    if (item.measure_confirmed) return [name, element("span", { className: "is-sure" }, "✓")];
    const percent = item.measure_confidence ? `${Math.round(item.measure_confidence * 100)}%` : "";
    const confirm = element(
      "button",
      { type: "button", className: "link-button", on: { click: () => this.actions.confirmMeasure(item) } },
      say("confirm_measure"),
    );
    return [name, element("span", { className: "faint" }, percent), this.store.readOnly ? null : confirm];
  }

  buttons(item) {
    if (this.store.readOnly) return element("p", { className: "inspector-hint" }, say("read_only"));
    const published = this.store.plan.state === "published";
    const verbs = ACTIONS[item.state].filter((verb) => (WHAT_FITS[verb]?.(item) ?? true) && (!published || WHEN_PUBLISHED.has(verb)));
    return element(
      "div",
      { className: "inspector-buttons", role: "toolbar", "aria-label": say("actions") },
      verbs.map((verb, index) =>
        element(
          "button",
          { type: "button", className: `button${index === 0 && verb !== "edit" ? " button--main" : ""}`, on: { click: () => this.command(verb) } },
          say(`verb_${verb}`),
          element("kbd", {}, KEYS[verb]),
        ),
      ),
    );
  }

  drawPassive(mark) {
    const isTrap = mark.kind === "trap";
    const text = this.store.text.slice(mark.start, mark.end);
    const add = element(
      "button",
      { type: "button", className: "button", on: { click: () => this.actions.add("target", mark.start, mark.end) } },
      say("take_as_target"),
      element("kbd", {}, "T"),
    );
    this.root.replaceChildren(
      element("div", { className: "inspector-head" }, element("span", {}, say(isTrap ? "not_a_target" : "look_here"))),
      element(
        "div",
        { className: "inspector-body" },
        element("p", { className: "inspector-title" }, isTrap ? [mark.subject, text].filter(Boolean).join(" · ") : text),
        element("p", { className: "quiet" }, isTrap ? mark.reason_text ?? mark.reason : mark.message),
      ),
      element("div", { className: "inspector-buttons" }, isTrap && !this.store.readOnly ? add : null),
    );
  }

  /** Opens the form of a verb for the chosen item; its first field gets the focus. */
  async open(verb) {
    const item = this.store.current;
    if (!item || !this.store.items.has(item.id) || this.store.readOnly) return;
    if (verb === "measure" || (verb === "edit" && item.kind === "target")) await this.catalogue.load();
    const build = { edit: editForm, discard: discardForm, split: splitForm, measure: measureForm, assign: assignForm }[verb];
    const made = build({ item, store: this.store, actions: this.actions, catalogue: this.catalogue, done: () => this.finish() });
    this.form = verb;
    this.root.classList.add("has-form", "is-open");
    this.root.replaceChildren(this.head(item), made);
    (made.querySelector("[data-first]") ?? made.querySelector("input, select, button"))?.focus();
  }

  finish() {
    this.draw();
    this.focusBack();
  }

  focusBack() {
    document.getElementById(`row-${this.store.currentId}`)?.focus({ preventScroll: true });
  }
}

const FACTS = [
  ["fact_measure", (item, inspector) => inspector.measureFact(item)],
  ["fact_parent", (item, { store }) => (item.parent ? store.items.get(item.parent)?.subject : null)],
  ["fact_stage", (item) => (item.stage ? say(`stage_${item.stage}`) : null)],
  ["fact_deadline", (item) => item.deadline],
  ["fact_scope", (item) => item.scope],
  ["fact_modality", (item) => item.modality],
  ["fact_checkable", (item) => (item.kind === "task" && !item.checkable ? say("not_checkable") : null)],
  ["fact_lead", (item, { store }) => store.departments.find((department) => department.id === item.lead)?.name],
  ["fact_leader", (item, { store }) => store.leaders.find((leader) => leader.id === item.leader)?.name],
  ["fact_reason", (item) => (item.state === "discarded" ? item.discard_reason : null)],
];
