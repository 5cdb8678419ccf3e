// What does the page know about the plan? One place for items, sections and who listens to a change.
import { offsets } from "./segments.js";

const KIND_ORDER = { task: 0, target: 1, project: 2, institution: 3 };

export class Store extends EventTarget {
  constructor(state) {
    super();
    this.plan = state.plan;
    this.text = state.text;
    this.measureNames = state.measure_names ?? {};
    this.departments = state.departments ?? [];
    this.leaders = state.leaders ?? [];
    this.identities = state.identities ?? [];
    this.findings = state.findings ?? 0;
    this.undo = state.undo ?? null;
    this.redo = state.redo ?? null;
    this.currentId = null;
    this.readOnly = Boolean(state.read_only);
    this.offsets = offsets(state.text);
    this.items = new Map();
    this.traps = this.inUnits(state.traps ?? []).map((trap, index) => ({ ...trap, id: `trap-${index}`, kind: "trap" }));
    this.warnings = this.inUnits(state.warnings ?? []).map((w, index) => ({ ...w, id: `warning-${index}`, kind: "warning" }));
    this.dropped = this.inUnits(state.dropped ?? []);
    this.sections = this.inUnits(state.sections);
    this.sectionById = new Map(this.sections.map((section) => [section.id, section]));
    for (const item of this.inUnits(state.items)) this.items.set(item.id, item);
    this.passive = new Map([...this.traps, ...this.warnings].map((mark) => [mark.id, mark]));
    this.sort();
  }

  /** Server offsets are code points; the page counts UTF-16 units. */
  inUnits(rows) {
    const { toUnits } = this.offsets;
    return rows.map((row) => ({
      ...row,
      start: toUnits(row.start),
      end: toUnits(row.end),
      ...(row.title_start == null ? {} : { title_start: toUnits(row.title_start), title_end: toUnits(row.title_end) }),
    }));
  }

  sort() {
    this.order = [...this.items.values()].sort(
      (a, b) => a.start - b.start || b.end - a.end || KIND_ORDER[a.kind] - KIND_ORDER[b.kind],
    );
  }

  /** The item, trap or warning of that id, or undefined. */
  find(id) {
    return this.items.get(id) ?? this.passive.get(id);
  }

  get current() {
    return this.currentId ? this.find(this.currentId) : undefined;
  }

  select(id, from) {
    if (id === this.currentId && from !== "jump") return;
    const before = this.currentId;
    this.currentId = id;
    this.dispatchEvent(new CustomEvent("select", { detail: { id, before, from } }));
  }

  /** Copies of the items as they are now, to go back to. */
  snapshot(ids) {
    return ids.map((id) => this.items.get(id)).filter(Boolean).map((item) => structuredClone(item));
  }

  /** Puts changed items in place, takes removed ones out, and tells the page what has to be drawn again. */
  put(changed, removed = []) {
    const moved = [];
    for (const item of changed) {
      const before = this.items.get(item.id);
      this.items.set(item.id, { ...before, ...item });
      if (!before || before.start !== item.start || before.end !== item.end) moved.push(before, this.items.get(item.id));
    }
    for (const id of removed) {
      moved.push(this.items.get(id));
      this.items.delete(id);
      if (this.currentId === id) this.currentId = null;
    }
    const ranges = moved.filter(Boolean);
    if (ranges.length) this.sort();
    this.dispatchEvent(new CustomEvent("change", { detail: { ids: changed.map((item) => item.id), removed, ranges } }));
  }

  /** The plan as the server has it now, in place of what the page knew. */
  takeOver(state) {
    this.plan = state.plan;
    for (const name of ["undo", "redo", "findings", "identities"]) this[name] = state[name];
    const known = new Set(state.items.map((item) => item.id));
    const before = new Map(this.items);
    const changed = this.inUnits(state.items).filter((item) => JSON.stringify(item) !== JSON.stringify(before.get(item.id)));
    this.put(changed, [...before.keys()].filter((id) => !known.has(id)));
  }

  putFromServer(changed = [], removed = []) {
    this.put(this.inUnits(changed), removed);
  }

  /** How many items of each kind are in which state. */
  counts() {
    const counts = { all: { proposed: 0, accepted: 0, discarded: 0 } };
    for (const item of this.items.values()) {
      counts[item.kind] ??= { proposed: 0, accepted: 0, discarded: 0 };
      counts[item.kind][item.state] += 1;
      counts.all[item.state] += 1;
    }
    return counts;
  }

  /** The item after (or before) this one in the text for which `wanted` holds, or undefined. */
  neighbour(id, step, wanted = () => true) {
    const from = this.order.findIndex((item) => item.id === id);
    const at = from < 0 && this.find(id) ? this.order.findIndex((item) => item.start >= this.find(id).start) - (step > 0 ? 1 : 0) : from;
    for (let i = at + step; i >= 0 && i < this.order.length; i += step) if (wanted(this.order[i])) return this.order[i];
    return undefined;
  }
}
