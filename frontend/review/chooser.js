// How is one thing chosen out of many by typing: a measure, a department?
import { element, say } from "./dom.js";

let made = 0;

/**
 * A field with a list under it: type to narrow, arrows to move, Enter to choose.
 * @param {{label: string, options: {value: string, label: string, note?: string, words?: string}[], value?: string,
 *          onChoose?: (value: string) => void}} given
 * @returns {{element: HTMLElement, input: HTMLInputElement, value: () => string}}
 */
export function chooser({ label, options, value = "", onChoose = () => {}, limit = 8 }) {
  made += 1;
  const listId = `chooser-${made}`;
  let chosen = value;
  let shown = [];
  let at = -1;
  const list = element("ul", { className: "chooser-list", id: listId, role: "listbox", hidden: true });
  const input = element("input", {
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: false,
    "aria-expanded": "false",
    "aria-controls": listId,
    "aria-autocomplete": "list",
    "aria-label": label,
    placeholder: say("type_to_find"),
    value: options.find((option) => option.value === value)?.label ?? "",
  });

  function draw() {
    list.replaceChildren(
      ...shown.map((option, index) =>
        element(
          "li",
          { id: `${listId}-${index}`, role: "option", "aria-selected": String(index === at), "data-index": index },
          element("span", {}, option.label),
          option.note ? element("small", {}, option.note) : null,
        ),
      ),
    );
    if (!shown.length) list.append(element("li", { className: "faint" }, say("nothing_found")));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (at >= 0) input.setAttribute("aria-activedescendant", `${listId}-${at}`);
    else input.removeAttribute("aria-activedescendant");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function choose(index) {
    const option = shown[index];
    if (!option) return;
    chosen = option.value;
    input.value = option.label;
    close();
    onChoose(chosen);
  }

  function narrow() {
    shown = rank(options, input.value).slice(0, limit);
    at = shown.length && input.value ? 0 : -1;
    draw();
  }

  input.addEventListener("input", () => {
    chosen = "";
    narrow();
  });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) narrow();
      else at = (at + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % Math.max(shown.length, 1);
      draw();
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      event.stopPropagation();
      choose(at);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const row = event.target.closest("[data-index]");
    if (row) choose(Number(row.dataset.index));
  });
  return { element: element("div", { className: "chooser" }, input, list), input, value: () => (input.value ? chosen : ""), open: narrow };
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
