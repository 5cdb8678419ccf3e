// Which key does what? Arrows walk to the nearest stop in their direction, wherever it stands; with Shift they
// walk through the days, and while the sides follow one another ← and → turn them.
import { goToday, stepDay } from "./days.js";
import { hold, isRotating, showNumber, step, switchRotation } from "./sides.js";

const DIRECTIONS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
// A stop beside the way counts as this much further than one straight ahead.
const ASIDE = 3;

const PRESS = {
  f: switchFullScreen,
  d: () => document.querySelector("[data-theme-switch]")?.click(),
  r: switchRotation,
  t: goToday,
  p: showPapers,
  " ": hold,
  PageUp: () => step(-1),
  PageDown: () => step(1),
  "?": showKeys,
  Escape: goBack,
};

export function wireKeys() {
  document.addEventListener("keydown", onKey);
  document.querySelector("[data-full-screen]")?.addEventListener("click", switchFullScreen);
  document.querySelector("[data-keys]")?.addEventListener("click", showKeys);
  document.querySelector("[data-papers]")?.addEventListener("click", (event) => {
    showPapers();
    event.preventDefault();
  });
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, select, textarea, dialog[open], [data-own-keys]")) return;
  const act = DIRECTIONS[event.key] ? () => onArrow(event) : actOf(event);
  if (act && act() !== false) event.preventDefault();
}

function actOf(event) {
  // On a link or a button the space bar presses it.
  if (event.key === " " && event.target.closest("a, button, summary")) return null;
  if (/^[1-9]$/.test(event.key)) return () => showNumber(Number(event.key));
  return PRESS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
}

function onArrow(event) {
  if (event.shiftKey) return stepDay(event.key);
  const [x, y] = DIRECTIONS[event.key];
  return x && isRotating() ? step(x) : walk(x, y);
}

function walk(x, y) {
  const stops = [...document.querySelectorAll("[data-stop]")].filter((stop) => stop.offsetParent !== null);
  if (stops.length === 0) return false;
  const here = document.activeElement?.closest("[data-stop]");
  const next = here ? nearest(here, stops, x, y) : stops[0];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return true;
}

function nearest(here, stops, x, y) {
  const from = here.getBoundingClientRect();
  let best = null;
  let shortest = Infinity;
  for (const stop of stops) {
    if (stop === here) continue;
    const to = stop.getBoundingClientRect();
    const ahead = x ? x * (middle(to, "x") - middle(from, "x")) : y * (middle(to, "y") - middle(from, "y"));
    const beside = x ? apart(from.top, from.bottom, to.top, to.bottom) : apart(from.left, from.right, to.left, to.right);
    const length = ahead + ASIDE * beside;
    if (ahead > 2 && length < shortest) [best, shortest] = [stop, length];
  }
  return best;
}

function middle(box, axis) {
  return axis === "x" ? box.left : (box.top + box.bottom) / 2;
}

function apart(start, end, otherStart, otherEnd) {
  return Math.max(0, otherStart - end, start - otherEnd);
}

function switchFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}

function showPapers() {
  const sheet = document.querySelector("[data-papers-sheet]");
  if (!sheet) return false;
  sheet.showModal();
  return true;
}

function showKeys() {
  document.querySelector("[data-keys-sheet]")?.showModal();
}

function goBack() {
  if (document.fullscreenElement) return false;
  const back = document.querySelector("a[data-back]");
  if (!back) {
    document.activeElement?.blur();
    return false;
  }
  if (document.referrer && new URL(document.referrer).pathname === new URL(back.href).pathname) history.back();
  else location.assign(back.href);
  return true;
}
