// Which side of the wall is shown, and when does the next one follow?
// The seconds are counted, not animated: a line grows once a second, and nothing else moves.

const SECOND_MS = 1000;
const DEFAULT_S = 30;
const OVERVIEW = "overview";

let seconds = 0;
let passed = 0;
let held = false;
let lock = null;

export function wireSides() {
  if (!sides().length) return;
  for (const link of document.querySelectorAll("[data-side-link]")) {
    link.addEventListener("click", (event) => {
      show(link.dataset.sideLink);
      event.preventDefault();
    });
  }
  document.querySelector("[data-rotation]")?.addEventListener("click", switchRotation);
  document.addEventListener("visibilitychange", stayAwake);
  document.addEventListener("fullscreenchange", stayAwake);
  rotate(Number(document.body.dataset.rotate ?? 0));
  setInterval(tick, SECOND_MS);
}

export function isRotating() {
  return seconds > 0;
}

export function showNumber(number) {
  const side = sides()[number - 1];
  if (!side) return false;
  show(side.dataset.side);
  return true;
}

// By hand all sides follow one another, by themselves only those that the overview is made of.
export function step(by, keys = sides().map((side) => side.dataset.side)) {
  if (!keys.length) return false;
  const now = keys.indexOf(shown());
  show(keys[(now + by + keys.length) % keys.length]);
  return true;
}

export function switchRotation() {
  rotate(isRotating() ? 0 : DEFAULT_S);
}

// Space holds a side; without rotation it scrolls as everywhere.
export function hold() {
  if (!isRotating()) return false;
  held = !held;
  tell();
  return true;
}

function sides() {
  return [...document.querySelectorAll("[data-side]")];
}

function shown() {
  return sides().find((side) => !side.hidden)?.dataset.side;
}

function show(key) {
  for (const side of sides()) side.hidden = side.dataset.side !== key;
  for (const link of document.querySelectorAll("[data-side-link]")) {
    if (link.dataset.sideLink === key) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  keepInLink("side", key === OVERVIEW && !isRotating() ? null : key);
  passed = 0;
  tell();
}

function rotate(wanted) {
  seconds = wanted;
  passed = 0;
  held = false;
  keepInLink("rotate", wanted || null);
  stayAwake();
  tell();
}

function tick() {
  if (!isRotating() || held || document.hidden || document.querySelector("dialog[open]")) return;
  passed += 1;
  if (passed >= seconds) step(1, sides().map((side) => side.dataset.side).filter((key) => key !== OVERVIEW));
  tell();
}

// The link always leads back to what is seen, so that a screen can be started with it.
function keepInLink(name, value) {
  const link = new URL(location.href);
  if (value === null) link.searchParams.delete(name);
  else link.searchParams.set(name, value);
  if (link.href !== location.href) history.replaceState(history.state, "", link);
}

function tell() {
  const line = document.querySelector("[data-turning-line]");
  if (line) {
    line.hidden = !isRotating();
    line.classList.toggle("is-held", held);
    line.style.setProperty("--passed", isRotating() ? passed / seconds : 0);
  }
  document.querySelector("[data-rotation]")?.setAttribute("aria-pressed", String(isRotating() && !held));
}

// A wall that turns or fills the screen keeps it on, where the browser can.
async function stayAwake() {
  const wanted = !document.hidden && (isRotating() || document.fullscreenElement !== null);
  if (!wanted) {
    await lock?.release();
    lock = null;
  } else if (!lock || lock.released) {
    lock = await navigator.wakeLock?.request("screen").catch(() => null);
  }
}
