// How is what was read listed: by section, in the order of the text, with filters that hide and never reorder.
import { element, fill, icon, say } from "./dom.js";
import { bring } from "./document.js";
import { number, spoken, valueParts } from "./naming.js";

const STATE_ICON = {
  proposed: "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11z",
  accepted: "M3 8.5l3.5 3.5l6.5-7.5",
  discarded: "M4 8h8",
};

export class TreeView {
  constructor({ store, root, box }) {
    Object.assign(this, { store, root, box });
    this.rows = new Map();
    this.kind = "all";
    this.state = "all";
    this.query = "";
    this.draw();
    store.addEventListener("change", (event) => this.redraw(event.detail));
    store.addEventListener("select", (event) => this.light(event.detail));
  }

  draw() {
    this.rows.clear();
    const groups = new Map();
    for (const item of this.store.order) {
      const key = item.section ?? "";
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(item);
    }
    const keys = ["", ...this.store.sections.map((section) => section.id)].filter((key) => groups.has(key));
    keys.sort((a, b) => groups.get(a)[0].start - groups.get(b)[0].start);
    this.groups = keys.map((key) => this.drawGroup(key, groups.get(key)));
    this.root.replaceChildren(...this.groups.map((group) => group.element));
    this.filter();
  }

  drawGroup(key, items) {
    const section = this.store.sectionById.get(key);
    const name = section ? [section.label, section.title].filter(Boolean).join(" ") : say("before_sections");
    const open = element("span", { className: "group-count" });
    const accept = element(
      "button",
      { type: "button", className: "link-button", tabIndex: -1, "data-accept-section": key, title: say("accept_section") },
      say("accept_rest"),
    );
    const head = element("div", { className: "group-head" }, element("h3", { title: name }, name), open, accept);
    const list = element("div", { className: "group-rows", role: "group", "aria-label": name });
    for (const item of items) list.append(this.drawRow(item, items));
    for (const identity of this.kept(items)) {
      list.append(this.drawIdentity(identity));
    }
    const group = element("section", { className: "group", "data-section": key }, head, list);
    group.style.setProperty("contain-intrinsic-size", `auto ${(items.length + 1) * 32}px`);
    const made = { element: group, items: items.map((item) => item.id), open, accept };
    this.count(made);
    return made;
  }

  kept(items) {
    return this.store.identities.filter((found) => found.state !== "dismissed" && items.some((item) => item.id === found.whole));
  }

  drawRow(item, siblings) {
    const row = element("div", {
      id: `row-${item.id}`,
      role: "option",
      tabIndex: -1,
      "data-id": item.id,
      "aria-selected": "false",
    });
    this.rows.set(item.id, row);
    this.fillRow(row, item, depth(item, siblings));
    return row;
  }

  fillRow(row, item, level = null) {
    if (level !== null) row.dataset.depth = level;
    row.className = `row row--${item.kind} is-${item.state}${item.id === this.store.currentId ? " is-current" : ""}`;
    row.setAttribute("aria-label", spoken(item));
    fill(
      row,
      element("span", { className: "row-kind", "aria-hidden": "true" }, say(`letter_${item.kind}`)),
      element("span", { className: "row-name" }, item.subject || item.name || item.text),
      this.rowEnd(item),
      icon(STATE_ICON[item.state], "row-state"),
    );
  }

  rowEnd(item) {
    if (item.kind === "target") {
      const { sign, value, unit } = valueParts(item);
      const unbound = !item.measure && !item.parked_reason && item.state !== "discarded";
      return element(
        "span",
        { className: "row-value" },
        unbound ? element("span", { className: "row-flag", title: say("no_measure") }, say("flag_measure")) : null,
        sign ? `${sign} ` : "",
        value,
        unit ? element("small", {}, unit) : null,
      );
    }
    if (item.kind === "project" && item.stage) return element("span", { className: "row-value row-stage" }, say(`stage_${item.stage}`));
    return element("span", { className: "row-value row-stage" }, item.deadline || "");
  }

  drawIdentity(identity) {
    const whole = this.store.items.get(identity.whole);
    const parts = identity.parts.map((id) => this.store.items.get(id)).filter(Boolean);
    const sum = identity.label || `${parts.map((part) => number(part.value)).join(" + ")} = ${number(whole?.value)}`;
    return element(
      "div",
      { className: `row-identity${identity.holds === false ? " is-broken" : ""}`, "data-identity": identity.id },
      element("span", { className: "row-kind", "aria-hidden": "true" }, "∑"),
      element("span", { className: "row-name" }, say("identity")),
      element("span", { className: "row-value" }, sum),
      icon(identity.holds === false ? "M4 4l8 8M12 4l-8 8" : STATE_ICON.accepted, "row-state"),
    );
  }

  redraw({ ids, ranges }) {
    if (ranges.length) {
      const place = this.root.scrollTop;
      this.draw();
      this.root.scrollTop = place;
      if (this.store.currentId) this.mark(this.store.currentId);
      return;
    }
    const touched = new Set(ids);
    for (const id of ids) {
      const row = this.rows.get(id);
      if (row) this.fillRow(row, this.store.items.get(id));
    }
    for (const group of this.groups) if (group.items.some((id) => touched.has(id))) this.count(group);
    if (this.store.currentId) this.mark(this.store.currentId);
  }

  count(group) {
    const left = group.items.filter((id) => this.store.items.get(id)?.state === "proposed").length;
    group.open.textContent = left ? say("left_of", { left, all: group.items.length }) : "✓";
    group.open.classList.toggle("is-done", !left);
    group.accept.disabled = !left || this.store.readOnly;
  }

  /** Hides what is not asked for. Rows stay where they are until a filter is chosen again. */
  filter({ kind = this.kind, state = this.state, query = this.query } = {}) {
    Object.assign(this, { kind, state, query });
    const wanted = query.trim().toLowerCase();
    for (const group of this.groups) {
      let shown = 0;
      for (const id of group.items) {
        const fits = this.fits(this.store.items.get(id), wanted);
        this.rows.get(id).hidden = !fits;
        shown += fits ? 1 : 0;
      }
      group.element.hidden = !shown;
    }
    this.box.classList.toggle("is-empty", this.groups.every((group) => group.element.hidden));
  }

  fits(item, wanted) {
    if (this.kind !== "all" && item.kind !== this.kind) return false;
    if (this.state === "unbound") {
      if (item.kind !== "target" || item.measure || item.parked_reason || item.state === "discarded") return false;
    } else if (this.state !== "all" && item.state !== this.state) return false;
    return !wanted || `${item.subject ?? ""} ${item.name ?? ""} ${item.text}`.toLowerCase().includes(wanted);
  }

  visible(item) {
    return this.rows.get(item.id)?.hidden === false;
  }

  mark(id) {
    const row = this.rows.get(id);
    if (!row) return;
    row.classList.add("is-current");
    row.setAttribute("aria-selected", "true");
    row.tabIndex = 0;
    this.root.setAttribute("aria-activedescendant", row.id);
  }

  light({ id, before, from }) {
    const old = this.rows.get(before);
    if (old) {
      old.classList.remove("is-current");
      old.setAttribute("aria-selected", "false");
      old.tabIndex = -1;
    }
    const row = this.rows.get(id);
    if (!row) return;
    this.mark(id);
    if (row.hidden) row.hidden = false;
    if (row.closest(".group").hidden) row.closest(".group").hidden = false;
    if (from !== "tree") bring(row, this.root);
  }
}

/** 0 at the margin; 1 inside a task or under the whole that it is 其中 of; 2 where both hold. */
function depth(item, siblings) {
  const inTask =
    item.kind !== "task" && siblings.some((other) => other.kind === "task" && other.start <= item.start && other.end >= item.end);
  const part = item.parent && siblings.some((other) => other.id === item.parent);
  return (inTask ? 1 : 0) + (part ? 1 : 0);
}
