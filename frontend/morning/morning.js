// How is a morning worked through? Every row opens beside the list; the columns stay true by themselves.
import { listen, refresh } from "../wall/live.js";
import { closeSheet, isOpen, openBeside, shownRow } from "./sheet.js";

const page = document.querySelector("[data-morning]");

function rows() {
  return [...page.querySelectorAll("a[data-row]")].filter((row) => row.checkVisibility?.() ?? row.offsetParent);
}

function open(row, focus) {
  openBeside(row, page.dataset, { focus, changed: refresh });
}

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const current = document.activeElement.matches("a[data-row]") ? document.activeElement : shownRow();
  const at = all.indexOf(current);
  const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))];
  next.focus();
  if (isOpen()) open(next, false);
}

page.addEventListener("click", (event) => {
  const row = event.target.closest("a[data-row]");
  if (!row || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(row, true);
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]") || event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "Escape" && isOpen() && !event.target.closest("details[open]")) closeSheet();
  else if (event.target.closest("details.menu")) return;
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    walk(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "o") {
    const row = document.activeElement.matches("a[data-row]") ? document.activeElement : shownRow();
    if (row) location.assign(row.href);
  }
});

listen(document.body.dataset.live);
