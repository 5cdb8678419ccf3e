// Is somebody still there? A session that rests ends on the server; here the person is asked before, and what
// was typed is kept in this tab, so that the page can be gone on with after signing in again.

const WARN_S = 120;
const LOOK_MS = 20_000;
// Typing without asking for a page is being there, too: the server is told so at most so often.
const TELL_MS = 4 * 60_000;

let given = null;
let dialog = null;
let ticking = null;
let lastSign = Date.now();
let lastTold = Date.now();

export function wireLapse() {
  const template = document.querySelector("template[data-lapse]");
  if (!template) return;
  given = template.dataset;
  for (const sign of ["keydown", "pointerdown", "input", "scroll"]) {
    document.addEventListener(sign, () => { lastSign = Date.now(); }, { passive: true, capture: true });
  }
  setInterval(() => look(template), LOOK_MS);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(template); });
}

async function look(template) {
  if (!dialog && lastSign > lastTold && Date.now() - lastTold > TELL_MS) {
    lastTold = Date.now();
    if ((await ask(given.stay, "POST")) === 0) leave();
    return;
  }
  const left = await ask(given.left);
  if (left === null) return;
  if (left === 0) leave();
  else if (left <= WARN_S) warn(template, left);
  else close();
}

// Seconds left; 0 where the session is over, null where nobody can tell (no network: nothing is done then).
async function ask(address, method = "GET") {
  const headers = method === "POST" ? { "X-CSRFToken": given.token } : {};
  try {
    const answer = await fetch(address, { method, headers, redirect: "manual" });
    if (answer.type === "opaqueredirect") return 0;
    return answer.ok ? (await answer.json()).left_s : null;
  } catch {
    return null;
  }
}

function warn(template, left) {
  if (!dialog) {
    dialog = template.content.firstElementChild.cloneNode(true);
    dialog.querySelector("[data-still-here]").addEventListener("click", stay);
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
    document.body.append(dialog);
    dialog.showModal();
  }
  const ends = Date.now() + left * 1000;
  clearInterval(ticking);
  ticking = setInterval(() => tick(template, ends), 1000);
  tick(template, ends);
}

function tick(template, ends) {
  const seconds = Math.max(0, Math.round((ends - Date.now()) / 1000));
  dialog.querySelector("[data-seconds]").textContent = seconds;
  if (seconds > 0) return;
  clearInterval(ticking);
  look(template);
}

async function stay() {
  const left = await ask(given.stay, "POST");
  lastSign = lastTold = Date.now();
  if (left === 0) leave();
  else close();
}

function close() {
  clearInterval(ticking);
  dialog?.close();
  dialog?.remove();
  dialog = null;
}

function leave() {
  document.dispatchEvent(new CustomEvent("lapse"));
  const here = location.pathname + location.search;
  location.assign(`${given.signIn}?lapsed&next=${encodeURIComponent(here)}`);
}
