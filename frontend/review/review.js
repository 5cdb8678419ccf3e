// The review page: what the reader found beside the document it was found in.
import "../styles/review.css";
import { Actions } from "./actions.js";
import { Catalogue } from "./catalogue.js";
import { bring, DocumentView } from "./document.js";
import { carried, element, say } from "./dom.js";
import { Inspector } from "./inspector.js";
import { commandOf, KEYS } from "./keys.js";
import { Outline } from "./outline.js";
import { Queue } from "./queue.js";
import { Selection } from "./selection.js";
import { Store } from "./store.js";
import { TreeView } from "./tree.js";

const page = document.getElementById("review");
if (page) start(page);

function start(root) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const store = new Store(carried("review-state"));
  const notify = notifier(part("notice"), (command) => run(command));
  const queue = new Queue({
    store,
    url: root.dataset.actionUrl,
    stateUrl: root.dataset.stateUrl,
    token: root.dataset.csrf,
    key: `guatu-review-${store.plan.pk}`,
  });
  const actions = new Actions({ store, queue, notify });
  const catalogue = new Catalogue(root.dataset.measuresUrl, store.measureNames ?? {});
  const view = new DocumentView({ store, root: part("text") });
  const tree = new TreeView({ store, root: part("tree"), filters: part("tree-box") });
  new Outline({ store, root: part("outline"), select: part("jump"), scroller: part("doc") });
  const inspector = new Inspector({ store, actions, catalogue, root: part("inspector"), command: (verb) => run(verb) });
  const selection = new Selection({ view, actions, root });

  catalogue.load().then(() => inspector.form || inspector.draw());
  wirePointer();
  wireFilters();
  wireStatus();
  wireKeys();
  const resumed = queue.resume((body) => actions.show(body));
  if (resumed) notify(say("resumed", { count: resumed }));
  summarise();
  jump();
  root.dataset.ready = "true";

  function run(command) {
    const item = store.current;
    const own = item && store.items.has(item.id) ? item : null;
    const commands = {
      accept: () => own && acceptAndGoOn(own),
      accept_section: () => own && actions.acceptMany(sectionItems(own.section)),
      discard: () => own && inspector.open("discard"),
      restore: () => own?.state === "discarded" && actions.restore(own),
      edit: () => own && inspector.open("edit"),
      split: () => own && inspector.open("split"),
      join: () => own && join(own),
      measure: () => own?.kind === "target" && inspector.open("measure"),
      assign: () => own && ["target", "task"].includes(own.kind) && inspector.open("assign"),
      target: () => make("target"),
      task: () => make("task"),
      project: () => make("project"),
      undo: () => actions.undo(),
      redo: () => actions.redo(),
      next: () => step(1),
      previous: () => step(-1),
      next_open: () => step(1, (other) => other.state === "proposed"),
      previous_open: () => step(-1, (other) => other.state === "proposed"),
      first: () => goTo(store.order.find((other) => tree.visible(other))),
      last: () => goTo(store.order.findLast((other) => tree.visible(other))),
      search: () => part("search").focus(),
      keys: showKeys,
      leave: () => store.select(null),
    };
    commands[command]?.();
  }

  function acceptAndGoOn(item) {
    actions.accept(item);
    step(1, (other) => other.state === "proposed") || step(1);
  }

  function step(direction, wanted = () => true) {
    const id = store.currentId;
    const next = id
      ? store.neighbour(id, direction, (item) => tree.visible(item) && wanted(item))
      : store.order.find((item) => tree.visible(item) && wanted(item));
    return goTo(next);
  }

  function goTo(item) {
    if (!item) return false;
    store.select(item.id, "keys");
    document.getElementById(`row-${item.id}`)?.focus({ preventScroll: true });
    return true;
  }

  function join(item) {
    const next = store.neighbour(item.id, 1, (other) => other.kind === item.kind && other.state !== "discarded");
    if (next) actions.join(item, next);
    else notify(say("nothing_to_join"));
  }

  function make(kind) {
    if (selection.add(kind)) return;
    const mark = store.current;
    if (mark?.kind === "trap") actions.add(kind, mark.start, mark.end);
    else notify(say("select_first"));
  }

  function sectionItems(key) {
    return store.order.filter((item) => (item.section ?? null) === (key || null));
  }

  function wirePointer() {
    let hovered = null;
    const hover = (id) => {
      if (id === hovered) return;
      for (const [other, on] of [[hovered, false], [id, true]]) {
        if (!other) continue;
        view.toggle(other, "is-hover", on);
        tree.rows.get(other)?.classList.toggle("is-hover", on);
      }
      hovered = id;
    };
    part("text").addEventListener("pointerover", (event) => hover(view.idAt(event.target)));
    part("tree").addEventListener("pointerover", (event) => hover(event.target.closest("[data-id]")?.dataset.id ?? null));
    for (const name of ["text", "tree"]) part(name).addEventListener("pointerleave", () => hover(null));
    part("text").addEventListener("click", (event) => {
      const id = view.idAt(event.target);
      if (id && getSelection().isCollapsed) store.select(id, "document");
    });
    part("tree").addEventListener("click", (event) => {
      const accept = event.target.closest("[data-accept-section]");
      if (accept) actions.acceptMany(sectionItems(accept.dataset.acceptSection));
      const row = event.target.closest("[data-id]");
      if (row) store.select(row.dataset.id, "tree");
    });
    part("tree").addEventListener("focus", () => store.currentId || step(1));
    part("tree").addEventListener("dblclick", () => run("edit"));
    part("jump").addEventListener("change", (event) => showSection(event.target.value));
    part("outline").addEventListener("click", (event) => {
      const link = event.target.closest("[data-section]");
      if (!link) return;
      event.preventDefault();
      showSection(link.dataset.section);
    });
    for (const button of root.querySelectorAll("[data-command]")) button.addEventListener("click", () => run(button.dataset.command));
    for (const tab of root.querySelectorAll("[data-pane-tab]")) tab.addEventListener("click", () => showPane(tab.dataset.paneTab));
    store.addEventListener("select", (event) => {
      history.replaceState(null, "", event.detail.id ? `#${event.detail.id}` : location.pathname + location.search);
    });
  }

  function showPane(name) {
    root.dataset.pane = name;
    for (const tab of root.querySelectorAll("[data-pane-tab]")) tab.setAttribute("aria-selected", String(tab.dataset.paneTab === name));
    const row = document.getElementById(`row-${store.currentId}`);
    if (name === "document" && store.currentId) view.show(store.currentId);
    else if (row) bring(row, part("tree"));
  }

  function showSection(id) {
    const place = document.getElementById(id);
    if (!place) return;
    place.closest("details")?.setAttribute("open", "");
    place.scrollIntoView({ block: "start" });
    const group = part("tree").querySelector(`[data-section="${CSS.escape(id)}"]`);
    group?.scrollIntoView({ block: "nearest" });
    part("jump").value = "";
  }

  function wireFilters() {
    const choose = (name, apply) => {
      part(name).addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (!button) return;
        for (const other of part(name).querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
        apply(button.dataset.value);
      });
    };
    choose("kinds", (kind) => tree.filter({ kind }));
    part("states").addEventListener("change", (event) => tree.filter({ state: event.target.value }));
    part("search").addEventListener("input", (event) => tree.filter({ query: event.target.value }));
    part("search").addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.target.value = "";
        tree.filter({ query: "" });
        event.target.blur();
      } else if (event.key === "Enter" || event.key === "ArrowDown") {
        event.preventDefault();
        goTo(store.order.find((item) => tree.visible(item)));
      }
    });
    part("filter-reset").addEventListener("click", () => {
      part("search").value = "";
      part("states").value = "all";
      part("kinds").querySelector('[data-value="all"]').click();
      tree.filter({ kind: "all", state: "all", query: "" });
    });
  }

  function wireStatus() {
    queue.addEventListener("status", showStatus);
    queue.addEventListener("saved", summarise);
    queue.addEventListener("saved", selectMade);
    queue.addEventListener("problem", ({ detail }) => {
      notify(detail.message, { problem: true });
      summarise();
    });
    store.addEventListener("change", summarise);
    window.addEventListener("beforeunload", (event) => {
      if (queue.size && queue.offline) event.preventDefault();
    });
    showStatus();
  }

  function selectMade({ detail: { entry, answer } }) {
    if (!/^(add_|split|join|undo|redo)/.test(entry.body.verb) || queue.size > 1) return;
    const made = (answer.items ?? []).find((item) => item.id !== entry.body.item) ?? (answer.items ?? [])[0];
    if (made && store.items.has(made.id) && !inspector.form) store.select(made.id, "jump");
    if (entry.body.verb === "undo" || entry.body.verb === "redo") {
      notify(say(entry.body.verb === "undo" ? "undone" : "redone"));
    }
  }

  function showStatus() {
    const status = part("status");
    const name = queue.offline ? "offline" : queue.size ? "saving" : "saved";
    status.dataset.state = name;
    status.textContent = say(`status_${name}`, { count: queue.size });
    for (const [command, on] of [["undo", store.undo || queue.size], ["redo", store.redo]]) {
      const button = root.querySelector(`[data-command="${command}"]`);
      button.disabled = !on || store.readOnly;
    }
  }

  function summarise() {
    const counts = store.counts();
    for (const kind of ["target", "task", "project", "institution"]) {
      const there = counts[kind] ?? { proposed: 0, accepted: 0 };
      for (const place of root.querySelectorAll(`[data-count="${kind}"]`)) place.textContent = there.proposed + there.accepted;
    }
    const { proposed, accepted, discarded } = counts.all;
    const all = proposed + accepted + discarded;
    part("meter").style.setProperty("transform", `scaleX(${all ? (all - proposed) / all : 1})`);
    part("left").textContent = proposed ? say("left_to_confirm", { count: proposed }) : say("all_confirmed");
    for (const place of root.querySelectorAll("[data-findings]")) place.textContent = store.findings || "✓";
    showStatus();
  }

  function wireKeys() {
    document.addEventListener("keydown", (event) => {
      const command = commandOf(event);
      if (!command || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      run(command);
    });
  }

  function showKeys() {
    const sheet = part("keys");
    const list = sheet.querySelector("dl");
    if (!list.childElementCount) {
      for (const [keys, , sentence] of KEYS) {
        list.append(
          element("div", {}, element("dt", {}, keys.split(" ").map((key) => element("kbd", {}, key))), element("dd", {}, say(sentence))),
        );
      }
    }
    sheet.showModal();
  }

  /** Opens at what the address names: an item, or the item nearest to an offset of the text. */
  function jump() {
    const id = decodeURIComponent(location.hash.slice(1));
    if (store.find(id)) {
      store.select(id, "jump");
      return;
    }
    const at = Number(new URLSearchParams(location.search).get("at") ?? NaN);
    if (Number.isNaN(at)) return;
    const offset = store.offsets.toUnits(at);
    const over = store.order.filter((item) => item.start <= offset && item.end > offset).at(-1);
    const next = over ?? store.order.find((item) => item.start >= offset);
    if (next) store.select(next.id, "jump");
  }
}

function notifier(box, run) {
  let timer = null;
  return (message, { undo = false, problem = false } = {}) => {
    clearTimeout(timer);
    const button = element("button", { type: "button", className: "link-button", on: { click: () => run("undo") } }, say("verb_undo"), element("kbd", {}, "U"));
    box.replaceChildren(element("span", {}, message), ...(undo ? [button] : []));
    box.classList.toggle("is-problem", problem);
    box.classList.add("is-shown");
    timer = setTimeout(() => box.classList.remove("is-shown"), problem ? 12000 : 5000);
  };
}

