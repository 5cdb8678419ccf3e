// How does an open page stay true without being loaded anew?
// It is told by a stream that something changed, asks for itself again and swaps the parts that differ.

const POLL_MS = 60_000;
const SOON_MS = 120;
// With a stream too: at midnight a new day begins without anybody saying so.
const NOW_AND_THEN_MS = 10 * 60_000;
const RETRY_MS = [1_000, 3_000, 10_000, 30_000];

let lastHeard = new Date();
let pending = null;
let asking = null;
let failures = 0;

export function listen(address) {
  if (address) openStream(address);
  else poll();
  setInterval(() => { if (!document.hidden) refresh(); }, NOW_AND_THEN_MS);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - lastHeard > POLL_MS) refresh();
  });
}

function openStream(address) {
  const stream = new EventSource(address);
  let lost = false;
  stream.addEventListener("open", () => {
    if (lost) refresh();
    lost = false;
    failures = 0;
    heard();
  });
  stream.addEventListener("changed", soon);
  stream.addEventListener("error", () => {
    if (!lost) showSilence();
    lost = true;
    if (stream.readyState === EventSource.CLOSED) {
      stream.close();
      reopen();
    }
  });
}

// The stream was refused or its ticket is too old: the page itself is asked for a new address.
function reopen() {
  const wait = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)];
  failures += 1;
  setTimeout(async () => {
    const page = await refresh();
    const address = page?.body.dataset.live;
    if (address) openStream(address);
    else if (page) poll();
    else reopen();
  }, wait);
}

function poll() {
  setInterval(() => { if (!document.hidden) refresh(); }, POLL_MS);
}

// Several changes that come together are one refresh.
function soon() {
  clearTimeout(pending);
  pending = setTimeout(refresh, SOON_MS);
}

export async function refresh() {
  asking?.abort();
  const question = new AbortController();
  asking = question;
  try {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" }, signal: question.signal });
    if (answer.redirected) {
      showSilence("signedOut");
      return null;
    }
    if (!answer.ok) throw new Error(`${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    swap(page);
    heard();
    return page;
  } catch (problem) {
    if (problem.name !== "AbortError") showSilence();
    return null;
  }
}

function heard() {
  lastHeard = new Date();
  const sign = document.querySelector("[data-heard]");
  if (sign) sign.hidden = true;
  delete document.body.dataset.silent;
}

// What hangs there is still true as of then, and says so for as long as nothing newer can be had.
function showSilence(why = "lost") {
  const sign = document.querySelector("[data-heard]");
  if (!sign) return;
  document.body.dataset.silent = why;
  const time = lastHeard.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  sign.textContent = (sign.dataset[why] ?? sign.dataset.template).replace("{time}", time);
  sign.hidden = false;
}

// Lists whose members changed are replaced whole, otherwise only the parts that read differently.
function swap(page) {
  if (page.body.className !== document.body.className) return location.reload();
  for (const list of document.querySelectorAll("[data-list]")) {
    const fresh = page.querySelector(`[data-list="${list.dataset.list}"]`);
    if (fresh && members(list) !== members(fresh) && !inUse(list)) replace(list, fresh);
  }
  for (const part of document.querySelectorAll("[data-part]")) {
    const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (fresh && !part.isEqualNode(fresh) && !inUse(part)) replace(part, fresh);
  }
}

// What somebody is writing in stays until the next time.
function inUse(part) {
  return part.querySelector("details.menu[open]") !== null;
}

function members(list) {
  return [...list.querySelectorAll("[data-part]")].map((part) => part.dataset.part).join(" ");
}

function replace(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const next = document.importNode(fresh, true);
  next.classList.add("is-changed");
  next.addEventListener("animationend", () => settle(next), { once: true });
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) settle(next);
  old.replaceWith(next);
  if (focused) (next.matches("a") ? next : next.querySelector(`a[href="${CSS.escape(focused)}"]`))?.focus();
  next.dispatchEvent(new CustomEvent("part-changed", { bubbles: true }));
}

// Without its mark the part compares equal to the server's next answer.
function settle(part) {
  part.classList.remove("is-changed");
  if (!part.classList.length) part.removeAttribute("class");
}
