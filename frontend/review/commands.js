// What does each command of the keys and buttons do to the chosen item?
import { element, say } from "./dom.js";
import { KEYS } from "./keys.js";

export class Commands {
  constructor({ store, actions, tree, inspector, selection, notice, searchField, keySheet }) {
    Object.assign(this, { store, actions, tree, inspector, selection, notice, searchField, keySheet });
  }

  run(command) {
    const item = this.store.items.get(this.store.currentId);
    if (ON_ITEM[command]) {
      if (item) ON_ITEM[command](this, item);
    } else ALWAYS[command]?.(this);
  }

  acceptAndGoOn(item) {
    this.actions.accept(item);
    if (!this.step(1, isOpen)) this.step(1);
  }

  acceptSection(key) {
    this.actions.acceptMany(this.store.order.filter((item) => (item.section ?? null) === (key || null)));
  }

  /** Goes to the next (or previous) shown item for which `wanted` holds; false when there is none. */
  step(direction, wanted = () => true) {
    const shown = (item) => this.tree.visible(item) && wanted(item);
    const id = this.store.currentId;
    return this.goTo(id ? this.store.neighbour(id, direction, shown) : this.store.order.find(shown));
  }

  goTo(item) {
    if (!item) return false;
    this.store.select(item.id, "keys");
    document.getElementById(`row-${item.id}`)?.focus({ preventScroll: true });
    return true;
  }

  join(item) {
    const next = this.store.neighbour(item.id, 1, (other) => other.kind === item.kind && other.state !== "discarded");
    if (next) this.actions.join(item, next);
    else this.notice.show(say("nothing_to_join"));
  }

  /** Makes an item of the selected words, or of the quantity that was not taken for a target. */
  make(kind) {
    if (this.selection.add(kind)) return;
    const mark = this.store.current;
    if (mark?.kind === "trap") this.actions.add(kind, mark.start, mark.end);
    else this.notice.show(say("select_first"));
  }

  showKeys() {
    const list = this.keySheet.querySelector("dl");
    if (!list.childElementCount) {
      for (const [keys, , sentence] of KEYS) {
        const strokes = keys.split(" ").map((key) => element("kbd", {}, key));
        list.append(element("div", {}, element("dt", {}, strokes), element("dd", {}, say(sentence))));
      }
    }
    this.keySheet.showModal();
  }
}

const isOpen = (item) => item.state === "proposed";

const ON_ITEM = {
  accept: (page, item) => page.acceptAndGoOn(item),
  accept_section: (page, item) => page.acceptSection(item.section),
  discard: (page) => page.inspector.open("discard"),
  restore: (page, item) => item.state === "discarded" && page.actions.restore(item),
  edit: (page) => page.inspector.open("edit"),
  split: (page) => page.inspector.open("split"),
  join: (page, item) => page.join(item),
  measure: (page, item) => item.kind === "target" && page.inspector.open("measure"),
  assign: (page, item) => ["target", "task"].includes(item.kind) && page.inspector.open("assign"),
};

const ALWAYS = {
  target: (page) => page.make("target"),
  task: (page) => page.make("task"),
  project: (page) => page.make("project"),
  undo: (page) => page.actions.undo(),
  redo: (page) => page.actions.redo(),
  next: (page) => page.step(1),
  previous: (page) => page.step(-1),
  next_open: (page) => page.step(1, isOpen),
  previous_open: (page) => page.step(-1, isOpen),
  first: (page) => page.goTo(page.store.order.find((item) => page.tree.visible(item))),
  last: (page) => page.goTo(page.store.order.findLast((item) => page.tree.visible(item))),
  search: (page) => page.searchField.focus(),
  keys: (page) => page.showKeys(),
  leave: (page) => page.store.select(null),
};
