// What was typed and not sent when a session ended: kept in this tab alone, for the same account alone, and
// given back when the page is opened again. Passwords, codes and files are never kept.

const PREFIX = "draft:";
const SKIPPED = new Set(["password", "hidden", "file", "submit", "button", "search"]);

export function wireDrafts() {
  const who = document.querySelector("template[data-account]")?.dataset.account;
  if (!who) return;
  document.addEventListener("lapse", () => keep(who));
  for (const form of document.querySelectorAll("form[action*='sign-out']")) form.addEventListener("submit", forgetAll);
  giveBack(who);
}

function forms() {
  return [...document.querySelectorAll("form")].filter((form) => form.method === "post" && !("noDraft" in form.dataset));
}

function fields(form) {
  return [...form.elements].filter((field) => field.name && "value" in field && !SKIPPED.has(field.type));
}

function touched(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.value !== field.defaultValue;
}

function keep(who) {
  const kept = [];
  for (const [number, form] of forms().entries()) {
    for (const field of fields(form)) {
      if (touched(field)) kept.push([number, field.name, field.type, field.value, field.checked ?? null]);
    }
  }
  if (kept.length) sessionStorage.setItem(PREFIX + location.pathname, JSON.stringify({ who, kept }));
}

function giveBack(who) {
  const key = PREFIX + location.pathname;
  const text = sessionStorage.getItem(key);
  if (!text) return;
  sessionStorage.removeItem(key);
  const draft = JSON.parse(text);
  if (draft.who !== who) return;
  const all = forms();
  for (const [number, name, type, value, checked] of draft.kept) {
    const same = all[number] ? fields(all[number]).filter((field) => field.name === name && field.type === type) : [];
    for (const field of same) {
      if (type === "checkbox" || type === "radio") { if (field.value === value) field.checked = checked; }
      else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  say(document.querySelector("[data-back]").dataset.back);
}

function say(words) {
  const message = document.createElement("div");
  message.className = "message kept";
  message.setAttribute("role", "status");
  message.append(Object.assign(document.createElement("p"), { textContent: words }));
  document.getElementById("content")?.prepend(message);
}

function forgetAll() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}
