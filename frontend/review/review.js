// The review page: what the reader found beside the document it was found in.
import "../styles/review.css";
import { Actions } from "./actions.js";
import { Catalogue } from "./catalogue.js";
import { Commands } from "./commands.js";
import { bring, DocumentView } from "./document.js";
import { carried, say } from "./dom.js";
import { Filters } from "./filters.js";
import { Inspector } from "./inspector.js";
import { commandOf } from "./keys.js";
import { Notice } from "./notice.js";
import { Outline } from "./outline.js";
import { Queue } from "./queue.js";
import { Selection } from "./selection.js";
import { Status } from "./status.js";
import { Store } from "./store.js";
import { TreeView } from "./tree.js";

class ReviewPage {
  constructor(root) {
    this.root = root;
    const store = new Store(carried("review-state"));
    const run = (command) => this.commands.run(command);
    this.store = store;
    this.notice = new Notice(this.part("notice"), run);
    this.queue = new Queue({ store, ...root.dataset, key: `guatu-review-${store.plan.pk}` });
    this.actions = new Actions({ store, queue: this.queue, notify: (...said) => this.notice.show(...said) });
    this.catalogue = new Catalogue(root.dataset.measuresUrl, store.measureNames);
    this.view = new DocumentView({ store, root: this.part("text") });
    this.tree = new TreeView({ store, root: this.part("tree"), box: this.part("tree-box") });
    this.outline = new Outline({ store, root: this.part("outline"), select: this.part("jump"), scroller: this.part("doc") });
    this.inspector = new Inspector({ ...this, root: this.part("inspector"), command: run });
    this.selection = new Selection({ view: this.view, actions: this.actions, root });
    this.commands = new Commands({ ...this, searchField: this.part("search"), keySheet: this.part("keys") });
    this.filters = new Filters({ tree: this.tree, part: (name) => this.part(name), leave: () => this.commands.run("first") });
    this.status = new Status({ ...this, root });
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  start() {
    this.wireHover();
    this.wireClicks();
    this.wireSections();
    this.wireKeys();
    this.queue.addEventListener("saved", ({ detail }) => this.selectMade(detail));
    this.queue.addEventListener("problem", ({ detail }) => this.notice.show(detail.message, { problem: true }));
    this.catalogue.load().then(() => this.inspector.form || this.inspector.draw());
    const resumed = this.queue.resume((body) => this.actions.show(body));
    if (resumed) this.notice.show(say("resumed", { count: resumed }));
    this.openAddress();
    window.addEventListener("hashchange", () => this.openAddress());
    this.store.addEventListener("select", ({ detail: { id } }) => {
      history.replaceState(null, "", id ? `#${id}` : location.pathname + location.search);
    });
    this.root.dataset.ready = "true";
  }

  wireHover() {
    let hovered = null;
    const hover = (id) => {
      if (id === hovered) return;
      for (const [other, on] of [[hovered, false], [id, true]]) {
        if (!other) continue;
        this.view.toggle(other, "is-hover", on);
        this.tree.rows.get(other)?.classList.toggle("is-hover", on);
      }
      hovered = id;
    };
    this.part("text").addEventListener("pointerover", (event) => hover(this.view.idAt(event.target)));
    this.part("tree").addEventListener("pointerover", (event) => hover(event.target.closest("[data-id]")?.dataset.id ?? null));
    for (const name of ["text", "tree"]) this.part(name).addEventListener("pointerleave", () => hover(null));
  }

  wireClicks() {
    this.part("text").addEventListener("click", (event) => {
      const id = this.view.idAt(event.target);
      if (id && getSelection().isCollapsed) this.store.select(id, "document");
    });
    const tree = this.part("tree");
    tree.addEventListener("click", (event) => {
      const accept = event.target.closest("[data-accept-section]");
      if (accept) this.commands.acceptSection(accept.dataset.acceptSection);
      const row = event.target.closest("[data-id]");
      if (row) this.store.select(row.dataset.id, "tree");
    });
    tree.addEventListener("focus", () => this.store.currentId || this.commands.run("next"));
    tree.addEventListener("dblclick", () => this.commands.run("edit"));
    for (const button of this.root.querySelectorAll("[data-command]")) {
      button.addEventListener("click", () => this.commands.run(button.dataset.command));
    }
    for (const tab of this.root.querySelectorAll("[data-pane-tab]")) {
      tab.addEventListener("click", () => this.showPane(tab.dataset.paneTab));
    }
  }

  wireSections() {
    this.part("jump").addEventListener("change", (event) => this.showSection(event.target.value));
    this.part("outline").addEventListener("click", (event) => {
      const link = event.target.closest("[data-section]");
      if (!link) return;
      event.preventDefault();
      this.showSection(link.dataset.section);
    });
  }

  wireKeys() {
    document.addEventListener("keydown", (event) => {
      const command = commandOf(event);
      if (!command || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      this.commands.run(command);
    });
  }

  /** On a phone: the document or what was read, with the chosen item in sight. */
  showPane(name) {
    this.root.dataset.pane = name;
    for (const tab of this.root.querySelectorAll("[data-pane-tab]")) {
      tab.setAttribute("aria-selected", String(tab.dataset.paneTab === name));
    }
    const row = document.getElementById(`row-${this.store.currentId}`);
    if (name === "document" && this.store.currentId) this.view.show(this.store.currentId);
    else if (row) bring(row, this.part("tree"));
  }

  showSection(id) {
    const place = document.getElementById(id);
    if (!place) return;
    place.closest("details")?.setAttribute("open", "");
    place.scrollIntoView({ block: "start" });
    this.part("tree").querySelector(`[data-section="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "nearest" });
    this.part("jump").value = "";
  }

  /** After a change whose result only the server knew: go to what came of it. */
  selectMade({ entry, answer }) {
    const { verb, item } = entry.body;
    if (!/^(add_|split|join|undo|redo)/.test(verb) || this.queue.size > 1) return;
    const items = answer.items ?? [];
    const made = items.find((each) => each.id !== item) ?? items[0];
    if (made && this.store.items.has(made.id) && !this.inspector.form) this.store.select(made.id, "jump");
    if (verb === "undo" || verb === "redo") this.notice.show(say(verb === "undo" ? "undone" : "redone"));
  }

  /** Opens at what the address names: an item, or the item nearest to an offset of the text. */
  openAddress() {
    const { store } = this;
    const id = decodeURIComponent(location.hash.slice(1));
    if (store.find(id)) {
      store.select(id, "jump");
      return;
    }
    const asked = new URLSearchParams(location.search).get("at");
    if (asked === null || !/^\d+$/.test(asked)) return;
    const offset = store.offsets.toUnits(Number(asked));
    const over = store.order.filter((item) => item.start <= offset && item.end > offset).at(-1);
    const next = over ?? store.order.find((item) => item.start >= offset);
    if (next) store.select(next.id, "jump");
  }
}

const root = document.getElementById("review");
if (root) new ReviewPage(root).start();
