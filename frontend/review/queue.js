// How are changes kept until the server has them? One after the other, kept in the browser, sent again.
import { say } from "./dom.js";

const RETRY_MS = [1000, 2000, 5000, 10000, 30000];

export class Queue extends EventTarget {
  constructor({ store, actionUrl, stateUrl, csrf, key }) {
    super();
    Object.assign(this, { store, actionUrl, stateUrl, csrf, key });
    this.waiting = [];
    this.sending = false;
    this.failures = 0;
    this.timer = null;
    window.addEventListener("online", () => this.retryNow());
  }

  /** Actions that an earlier page left unsent: shown as made, then sent. */
  resume(optimistic) {
    let kept = [];
    try {
      kept = JSON.parse(localStorage.getItem(this.key) ?? "[]");
    } catch {
      kept = [];
    }
    for (const entry of kept) {
      optimistic(entry.body);
      this.waiting.push(entry);
    }
    this.tell();
    this.send();
    return kept.length;
  }

  add(body, before = []) {
    // The version that the person saw: an item that somebody else changed since is not overwritten.
    this.waiting.push({ id: identifier(), body: { ...body, version: this.store.plan.version }, before });
    this.keep();
    this.send();
  }

  /** Takes back the last action when it has not left yet; returns its items as they were, or null. */
  takeBack() {
    if (!this.waiting.length || (this.sending && this.waiting.length === 1)) return null;
    const entry = this.waiting.pop();
    this.keep();
    return entry.before;
  }

  get size() {
    return this.waiting.length;
  }

  get offline() {
    return this.failures > 0;
  }

  keep() {
    try {
      if (this.waiting.length) localStorage.setItem(this.key, JSON.stringify(this.waiting));
      else localStorage.removeItem(this.key);
    } catch {
      // A full or forbidden store costs only the safety net, not the change itself.
    }
    this.tell();
  }

  tell() {
    this.dispatchEvent(new Event("status"));
  }

  retryNow() {
    clearTimeout(this.timer);
    this.timer = null;
    this.send();
  }

  async send() {
    if (this.sending || this.timer) return;
    this.sending = true;
    while (this.waiting.length) {
      const entry = this.waiting[0];
      const outcome = await this.post(entry);
      if (outcome === "again") break;
      this.waiting.splice(this.waiting.indexOf(entry), 1);
      this.keep();
    }
    this.sending = false;
    this.tell();
  }

  async post(entry) {
    let response;
    try {
      response = await fetch(this.actionUrl, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() || this.csrf },
        redirect: "manual",
        body: JSON.stringify({ ...entry.body, key: entry.id }),
      });
    } catch {
      return this.later();
    }
    if (response.type === "opaqueredirect" || response.status === 401) return this.signedOut();
    if (response.status >= 500 || response.status === 429) return this.later();
    const answer = await response.json().catch(() => null);
    if (!answer) return this.later(); // not ours: something between here and the server answered
    this.failures = 0;
    if (response.ok) return this.accepted(entry, answer);
    if (response.status === 409 || response.status === 404) return this.conflict(entry, answer);
    this.refused(entry, answer, response.status);
    return "done";
  }

  /** The way to the sign-in page: nothing was done; it is sent again after signing in in another tab. */
  signedOut() {
    if (!this.failures) this.dispatchEvent(new CustomEvent("problem", { detail: { message: say("signed_out") } }));
    return this.later();
  }

  later() {
    const wait = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(() => this.retryNow(), wait);
    this.tell();
    return "again";
  }

  accepted(entry, answer) {
    const { store } = this;
    store.plan.version = answer.version ?? store.plan.version;
    for (const name of ["undo", "redo", "findings", "identities"]) if (answer[name] !== undefined) store[name] = answer[name];
    Object.assign(store.measureNames, answer.measure_names);
    // What a later action already changed on the page keeps that change.
    const laterIds = new Set(this.waiting.slice(1).flatMap((next) => [next.body.item, ...(next.body.items ?? [])]));
    store.putFromServer((answer.items ?? []).filter((item) => !laterIds.has(item.id)), answer.removed ?? []);
    this.dispatchEvent(new CustomEvent("saved", { detail: { entry, answer } }));
    return "done";
  }

  /** Somebody else changed the item: take over what is there now, and say so. */
  async conflict(entry, answer) {
    const state = await fetch(this.stateUrl, { headers: { Accept: "application/json" } })
      .then((response) => (response.ok ? response.json() : null))
      .catch(() => null);
    if (!state) return this.later();
    this.store.takeOver(state);
    this.dispatchEvent(new CustomEvent("problem", { detail: { message: answer.message ?? say("conflict"), item: entry.body.item } }));
    return "done";
  }

  refused(entry, answer, status) {
    this.store.put(entry.before);
    const message = answer.message ?? say("refused", { status });
    this.dispatchEvent(new CustomEvent("problem", { detail: { message, item: entry.body.item } }));
  }
}

// Signing in again in another tab changes the token; the cookie has the one that holds.
function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
}

// crypto.randomUUID exists on secure origins alone; a zone's intranet is often plain http.
function identifier() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
