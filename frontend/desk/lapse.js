// Is somebody still there? A session that rests ends on the server; here the person is asked before, and what
// was typed is kept in this tab, so that the page can be gone on with after signing in again.

const WARN_S = 120;
const LOOK_MS = 20_000;
// Typing without asking for a page is being there, too: the server is told so at most so often.
const TELL_MS = 4 * 60_000;

let lastSign = Date.now();
let lastTold = Date.now();

export function wireLapse() {
  const dialog = document.querySelector("dialog[data-lapse]");
  if (!dialog) return;
  for (const sign of ["keydown", "pointerdown", "input", "scroll"]) {
    document.addEventListener(sign, () => { lastSign = Date.now(); }, { passive: true, capture: true });
  }
  dialog.querySelector("[data-still-here]").addEventListener("click", () => stay(dialog));
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay(dialog); });
  setInterval(() => look(dialog), LOOK_MS);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(dialog); });
}

async function look(dialog) {
  if (lastSign > lastTold && Date.now() - lastTold > TELL_MS) {
    lastTold = Date.now();
    await ask(dialog.dataset.stay, dialog);
    return;
  }
  const left = await ask(dialog.dataset.left);
  if (left === null) return;
  if (left <= 0) leave(dialog);
  else if (left <= WARN_S) warn(dialog, left);
  else if (dialog.open) dialog.close();
}

// Seconds left; 0 where the session is over, null where nobody can tell (no network: nothing is done then).
async function ask(address, posting = null) {
  const token = posting?.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  try {
    const answer = await fetch(address, {
      method: posting ? "POST" : "GET",
      headers: posting ? { "X-CSRFToken": token } : {},
      redirect: "manual",
    });
    if (answer.type === "opaqueredirect") return 0;
    return answer.ok ? (await answer.json()).left_s : null;
  } catch {
    return null;
  }
}

function warn(dialog, left) {
  if (!dialog.open) dialog.showModal();
  const ends = Date.now() + left * 1000;
  clearInterval(warn.timer);
  const show = () => {
    const seconds = Math.max(0, Math.round((ends - Date.now()) / 1000));
    dialog.querySelector("[data-seconds]").textContent = seconds;
    if (!dialog.open) clearInterval(warn.timer);
    else if (seconds === 0) { clearInterval(warn.timer); look(dialog); }
  };
  show();
  warn.timer = setInterval(show, 1000);
}

async function stay(dialog) {
  const left = await ask(dialog.dataset.stay, dialog);
  lastSign = lastTold = Date.now();
  if (left === 0) leave(dialog);
  else dialog.close();
}

function leave(dialog) {
  document.dispatchEvent(new CustomEvent("lapse"));
  const here = location.pathname + location.search;
  location.assign(`${dialog.dataset.signIn}?lapsed&next=${encodeURIComponent(here)}`);
}
