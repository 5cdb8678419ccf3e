// How are papers handed in on the page of a record, several at once, and how is one looked at page by page?
import { wireTables } from "./tables.js";

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
const SHARP_FROM = 1.25;

export function wireDocuments() {
  for (const section of document.querySelectorAll("[data-papers]")) new Papers(section);
  for (const viewer of document.querySelectorAll("[data-viewer]")) new Viewer(viewer);
}

class Papers {
  constructor(section) {
    this.section = section;
    this.form = section.querySelector("[data-papers-add]");
    if (!this.form) return;
    this.input = this.form.querySelector('input[type="file"]');
    this.drop = this.form.querySelector(".drop");
    this.queue = this.form.querySelector("[data-queue]");
    this.form.querySelector("[data-choose]").addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", () => this.take([...this.input.files]));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.wireDrop();
  }

  // The whole section takes what is dropped on it; a file that misses it does not replace the page.
  wireDrop() {
    const over = (on) => this.drop.classList.toggle("is-over", on);
    for (const type of ["dragenter", "dragover"]) {
      document.addEventListener(type, (event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        over(true);
      });
    }
    document.addEventListener("dragleave", (event) => event.relatedTarget || over(false));
    document.addEventListener("drop", (event) => {
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      over(false);
      this.section.scrollIntoView({ block: "nearest" });
      this.take([...event.dataTransfer.files]);
    });
  }

  async take(files) {
    if (!files.length || this.form.ariaBusy === "true") return;
    this.form.ariaBusy = "true";
    this.queue.replaceChildren();
    const lines = files.map((file) => this.line(file));
    let arrived = 0;
    // One after the other: the record keeps them in the order in which they were chosen.
    for (const [at, file] of files.entries()) arrived += await this.send(file, lines[at]);
    this.input.value = "";
    this.form.ariaBusy = "false";
    if (arrived) await this.refresh();
  }

  line(file) {
    const line = document.createElement("li");
    const name = document.createElement("span");
    const bar = document.createElement("progress");
    const said = document.createElement("span");
    name.textContent = file.name;
    said.className = "small quiet";
    bar.max = 1;
    bar.value = 0;
    line.append(name, bar, said);
    this.queue.append(line);
    return { line, bar, said };
  }

  send(file, shown) {
    const { dataset } = this.form;
    if (file.size > Number(dataset.limit)) return this.refuse(shown, dataset.tooLarge);
    shown.said.textContent = dataset.sending;
    const body = new FormData(this.form);
    body.delete("file");
    body.append("file", file);
    return new Promise((resolve) => {
      const request = new XMLHttpRequest(); // fetch does not tell how much has left
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) shown.bar.value = event.loaded / event.total;
      });
      request.upload.addEventListener("load", () => {
        shown.bar.removeAttribute("value");
        shown.said.textContent = dataset.reading;
      });
      request.addEventListener("load", () => {
        if (request.status < 300) resolve(this.accept(shown));
        else resolve(this.refuse(shown, parsed(request.responseText).message ?? dataset.failed));
      });
      request.addEventListener("error", () => resolve(this.refuse(shown, dataset.offline)));
      request.open("POST", this.form.action);
      request.setRequestHeader("Accept", "application/json");
      request.send(body);
    });
  }

  accept(shown) {
    shown.bar.remove();
    shown.line.classList.add("is-in");
    shown.said.textContent = this.form.dataset.done;
    return 1;
  }

  refuse(shown, sentence) {
    shown.bar.remove();
    shown.line.classList.add("is-out");
    shown.said.className = "";
    shown.said.textContent = sentence;
    return 0;
  }

  async refresh() {
    const answer = await fetch(this.section.dataset.papers);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["[data-list]", "[data-count]"]) {
      const found = fresh.querySelector(part);
      if (found) this.section.querySelector(part).replaceChildren(...document.adoptNode(found).childNodes);
    }
    wireTables(this.section);
  }
}

class Viewer {
  constructor(viewer) {
    this.pages = viewer.querySelector("[data-pages]");
    this.leaves = [...viewer.querySelectorAll("[data-leaf]")];
    this.place = viewer.querySelector("[data-page]");
    this.shown = viewer.querySelector("[data-zoom-now]");
    this.zoom = ZOOMS.indexOf(1);
    this.at = 0;
    for (const button of viewer.querySelectorAll("[data-go]")) {
      button.addEventListener("click", () => this.go(this.at + Number(button.dataset.go)));
    }
    for (const button of viewer.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => this.scale(this.zoom + Number(button.dataset.zoom)));
    }
    this.place.addEventListener("change", () => this.go(Number(this.place.value) - 1));
    document.querySelector("[data-print]")?.addEventListener("click", () => this.print());
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("beforeprint", () => this.sharpen());
    this.watch();
  }

  // The page that covers the middle of the window is the one that is looked at.
  watch() {
    const seen = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) if (entry.isIntersecting) this.tell(this.leaves.indexOf(entry.target));
      },
      { rootMargin: "-45% 0px -45% 0px" },
    );
    for (const leaf of this.leaves) seen.observe(leaf);
  }

  tell(at) {
    this.at = at;
    if (document.activeElement !== this.place) this.place.value = String(at + 1);
  }

  go(to) {
    const at = Math.max(0, Math.min(this.leaves.length - 1, Number.isFinite(to) ? Math.trunc(to) : this.at));
    this.leaves[at].scrollIntoView({ block: "start" });
    this.tell(at);
    this.place.value = String(at + 1);
  }

  scale(to) {
    this.zoom = Math.max(0, Math.min(ZOOMS.length - 1, to));
    const scale = ZOOMS[this.zoom];
    this.pages.style.setProperty("--zoom", String(scale));
    this.shown.textContent = `${Math.round(scale * 100)} %`;
    if (scale >= SHARP_FROM) this.sharpen();
    this.leaves[this.at].scrollIntoView({ block: "nearest" });
  }

  sharpen() {
    for (const image of this.pages.querySelectorAll("img[data-sharp]")) {
      image.src = image.dataset.sharp;
      delete image.dataset.sharp;
    }
  }

  async print() {
    this.sharpen();
    const images = [...this.pages.querySelectorAll("img")];
    for (const image of images) image.loading = "eager";
    await Promise.allSettled(images.map((image) => image.decode()));
    window.print();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const acts = {
      ArrowRight: () => this.go(this.at + 1),
      ArrowLeft: () => this.go(this.at - 1),
      "+": () => this.scale(this.zoom + 1),
      "=": () => this.scale(this.zoom + 1),
      "-": () => this.scale(this.zoom - 1),
      0: () => this.scale(ZOOMS.indexOf(1)),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
