// How is anything found from anywhere? / or Ctrl+K opens a box; arrows walk the hits, Enter opens one.
const PAUSE_MS = 140;

export function wireSearch() {
  const link = document.querySelector("[data-search]");
  if (!link) return;
  const box = build(link);
  const open = () => {
    if (!box.open) box.showModal();
    box.querySelector("input").select();
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const asked = (event.key === "/" && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey));
    // A page with a search of its own keeps / for it.
    if (!asked || event.defaultPrevented || event.altKey || document.querySelector("dialog[open]:not(.search-box)")) return;
    event.preventDefault();
    open();
  });
}

function build(link) {
  const box = document.createElement("dialog");
  box.className = "search-box";
  box.setAttribute("aria-label", link.dataset.label);
  const input = Object.assign(document.createElement("input"), { type: "search", className: "input", maxLength: 200 });
  input.placeholder = link.dataset.search;
  input.setAttribute("aria-label", link.dataset.search);
  const hits = document.createElement("div");
  hits.className = "search-hits";
  hits.setAttribute("aria-live", "polite");
  box.append(input, hits);
  document.body.append(box);
  box.addEventListener("click", (event) => event.target === box && box.close());
  box.addEventListener("keydown", (event) => walk(event, input, hits));
  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(link, input.value.trim(), hits), PAUSE_MS);
  });
  return box;
}

let latest = 0;

async function ask(link, words, hits) {
  const turn = ++latest;
  if (!words) return hits.replaceChildren();
  const address = new URL(link.href);
  address.search = new URLSearchParams({ q: words, part: "1" });
  try {
    const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
    if (turn !== latest) return;
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    hits.innerHTML = await answer.text();
  } catch {
    // The page of its own tells what is wrong: signed out, or no connection.
    if (turn === latest) hits.replaceChildren(Object.assign(document.createElement("p"), { className: "search-none", textContent: link.dataset.trouble }));
  }
}

function walk(event, input, hits) {
  const all = [...hits.querySelectorAll("[data-hit]")];
  const at = all.indexOf(document.activeElement);
  if (event.key === "ArrowDown") move(event, all[Math.min(at + 1, all.length - 1)]);
  else if (event.key === "ArrowUp") move(event, at > 0 ? all[at - 1] : input);
  else if (event.key === "Enter" && document.activeElement === input && all[0] && !event.isComposing) move(event, all[0])?.click();
}

function move(event, to) {
  event.preventDefault();
  to?.focus();
  return to;
}
