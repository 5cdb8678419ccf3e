// Which key does what? The table is also what the sheet of keys shows.

/** [keys as shown, command, key of its sentence]; commands are the page's. */
export const KEYS = [
  ["↑ ↓", null, "key_move"],
  ["Enter", "accept", "key_accept"],
  ["Shift Enter", "accept_section", "key_accept_section"],
  ["E", "edit", "key_edit"],
  ["X", "discard", "key_discard"],
  ["R", "restore", "key_restore"],
  ["S", "split", "key_split"],
  ["J", "join", "key_join"],
  ["M", "measure", "key_measure"],
  ["A", "assign", "key_assign"],
  ["T", "target", "key_target"],
  ["K", "task", "key_task"],
  ["P", "project", "key_project"],
  ["U", "undo", "key_undo"],
  ["Ctrl Y", "redo", "key_redo"],
  ["/", "search", "key_search"],
  ["?", "keys", "key_keys"],
];

const PLAIN = {
  Enter: "accept",
  e: "edit",
  x: "discard",
  Delete: "discard",
  r: "restore",
  s: "split",
  j: "join",
  m: "measure",
  a: "assign",
  t: "target",
  k: "task",
  p: "project",
  u: "undo",
  "/": "search",
  "?": "keys",
  ArrowDown: "next",
  ArrowUp: "previous",
  ArrowRight: "next_open",
  ArrowLeft: "previous_open",
  Home: "first",
  End: "last",
  Escape: "leave",
};

/** The command of a key stroke, or null where the stroke belongs to a field, a button or the browser. */
export function commandOf(event) {
  if (event.isComposing || event.altKey) return null;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest("input, select, textarea, [contenteditable], dialog, .inspector-form, .chooser")) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.metaKey) {
    if (key === "z") return event.shiftKey ? "redo" : "undo";
    return key === "y" ? "redo" : null;
  }
  const onControl = target.closest("a, button, summary");
  if (onControl && (key === "Enter" || key === " ")) return null;
  if (key === "Enter" && event.shiftKey) return "accept_section";
  return PLAIN[key] ?? null;
}
