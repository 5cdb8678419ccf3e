// How does a page open beside a list? Its main content is fetched and shown; its forms are sent from there.
let sheet = null;
let main = null;
let opener = null;
let address = "";
let changed = () => {};
let asking = null;
let words = {};

export function isOpen() {
  return Boolean(sheet);
}

// The row whose page is shown: it may have been drawn anew since.
export function shownRow() {
  return [...document.querySelectorAll("a[data-row]")].find((row) => row.getAttribute("href") === address) ?? null;
}

export async function openBeside(row, said, { focus, changed: told }) {
  words = said;
  changed = told;
  if (!sheet) build();
  opener = row;
  address = row.getAttribute("href");
  mark();
  sheet.querySelector(".beside-open").href = row.href;
  say(words.loading);
  await show(fetchPage(row.href));
  if (focus) main.focus();
}

export function closeSheet() {
  asking?.abort();
  sheet?.remove();
  sheet = null;
  document.body.classList.remove("has-beside");
  const row = shownRow() ?? opener;
  address = "";
  mark();
  if (row?.isConnected) row.focus();
}

function build() {
  sheet = document.createElement("aside");
  sheet.className = "beside";
  sheet.setAttribute("aria-label", words.beside);
  const head = document.createElement("div");
  head.className = "beside-head";
  const open = Object.assign(document.createElement("a"), { className: "beside-open", textContent: words.openLabel });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: words.closeLabel });
  close.addEventListener("click", closeSheet);
  head.append(open, close);
  main = document.createElement("div");
  main.className = "beside-main";
  main.tabIndex = -1;
  main.addEventListener("submit", submit);
  sheet.append(head, main);
  document.body.append(sheet);
  document.body.classList.add("has-beside");
}

function fetchPage(href, init = {}) {
  asking?.abort();
  asking = new AbortController();
  return fetch(href, { ...init, headers: { "X-Requested-With": "fetch" }, signal: asking.signal });
}

async function show(answering) {
  try {
    const answer = await answering;
    if (!(answer.headers.get("content-type") ?? "").includes("text/html")) return location.assign(answer.url);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const content = page.querySelector("main");
    if (!content || !sheet) throw new Error("no content");
    dress(page);
    for (const script of content.querySelectorAll("script")) script.remove();
    main.className = `beside-main ${page.body.className}`;
    main.replaceChildren(...[...content.childNodes].map((node) => document.importNode(node, true)));
    main.scrollTop = 0;
  } catch (problem) {
    if (problem.name !== "AbortError") say(words.trouble);
  }
}

// A page of another room brings its own styles.
function dress(page) {
  const here = new Set([...document.querySelectorAll('link[rel="stylesheet"]')].map((link) => link.getAttribute("href")));
  for (const link of page.querySelectorAll('link[rel="stylesheet"]')) {
    if (!here.has(link.getAttribute("href"))) document.head.append(document.importNode(link, true));
  }
}

// A form is sent from where it stands: the list stays, and is drawn anew.
async function submit(event) {
  const form = event.target;
  if (form.getAttribute("method") !== "post" || form.querySelector('input[type="file"]')) return;
  event.preventDefault();
  const sent = new FormData(form, event.submitter);
  // A button without an address of its own answers with that of the whole page.
  const to = event.submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? address;
  await show(fetchPage(to, { method: "POST", body: sent }));
  await changed();
  mark();
}

function say(text) {
  main.replaceChildren(Object.assign(document.createElement("p"), { className: "quiet", textContent: text }));
}

function mark() {
  for (const row of document.querySelectorAll("a[data-row].is-open")) row.classList.remove("is-open");
  if (sheet) shownRow()?.classList.add("is-open");
}

document.addEventListener("part-changed", mark);
