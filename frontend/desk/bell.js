// What is new to me? The bell counts; pressed, it opens a list. A page hears of a notice while it is looked at.
const SOON_MS = 150;
const RETRY_MS = 30_000;

let bell = null;
let stream = null;
let pending = null;
let known = null;

export function wireBell() {
  bell = document.querySelector("[data-bell]");
  if (!bell) return;
  bell.setAttribute("aria-haspopup", "dialog");
  bell.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  if (!bell.dataset.live) return;
  document.addEventListener("visibilitychange", attend);
  attend();
}

// Browsers hold few connections to one site: only the page that is looked at listens.
function attend() {
  if (document.hidden) {
    stream?.close();
    stream = null;
  } else if (!stream) {
    if (known !== null) ask();
    listen();
  }
}

function listen() {
  stream = new EventSource(bell.dataset.live);
  stream.addEventListener("changed", (event) => {
    const { topics } = JSON.parse(event.data);
    if (!topics.some((topic) => topic === "*" || topic.startsWith("notices:"))) return;
    clearTimeout(pending);
    pending = setTimeout(ask, SOON_MS);
  });
  stream.addEventListener("error", () => {
    if (stream?.readyState !== EventSource.CLOSED) return;
    stream = null;
    setTimeout(attend, RETRY_MS);
  });
}

async function ask() {
  try {
    const answer = await fetch(bell.dataset.bell, { headers: { "X-Requested-With": "fetch" }, redirect: "manual" });
    if (!answer.ok) return;
    const told = await answer.json();
    bell.querySelector("[data-bell-count]").innerHTML = told.bell;
    if (told.latest && told.latest.pk !== known) outside(told.latest);
    known = told.latest?.pk ?? 0;
  } catch {
    // The next change, or the next page, tells.
  }
}

function outside(latest) {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  // Of several open pages the later ones replace what the first showed.
  const shown = new Notification(latest.text, { tag: `notice-${latest.pk}`, lang: document.documentElement.lang });
  shown.addEventListener("click", () => {
    window.focus();
    location.assign(latest.address);
  });
}

async function open() {
  const box = document.querySelector(".bell-box") ?? build();
  box.setAttribute("aria-busy", "true");
  if (!box.open) box.showModal();
  const address = new URL(bell.href);
  address.search = "part=1";
  try {
    const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    box.innerHTML = await answer.text();
  } catch {
    const said = Object.assign(document.createElement("p"), { className: "bell-none", textContent: bell.dataset.trouble });
    box.replaceChildren(said);
  }
  box.removeAttribute("aria-busy");
  offer(box);
  box.querySelector(".notice a, a")?.focus();
}

function build() {
  const box = document.createElement("dialog");
  box.className = "bell-box";
  box.setAttribute("aria-label", bell.dataset.label);
  box.addEventListener("click", (event) => event.target === box && box.close());
  box.addEventListener("keydown", (event) => {
    const links = [...box.querySelectorAll(".notice a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !links.length) return;
    event.preventDefault();
    const at = links.indexOf(document.activeElement);
    links[(at + step + links.length) % links.length].focus();
  });
  document.body.append(box);
  return box;
}

// The browser is asked for nothing before the person asks for it.
function offer(box) {
  const button = box.querySelector("[data-bell-ask]");
  if (!button || !("Notification" in window) || Notification.permission !== "default") return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await Notification.requestPermission();
    button.hidden = true;
  });
}
