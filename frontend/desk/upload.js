// How does a file get here: chosen or dropped, with progress; without scripts the same form is posted plainly.

const KILOBYTE = 1024;

export function wireUploads() {
  for (const form of document.querySelectorAll("form[data-upload]")) new Upload(form);
}

class Upload {
  constructor(form) {
    this.form = form;
    this.drop = form.querySelector(".drop");
    this.input = form.querySelector('input[type="file"]');
    this.alert = form.querySelector("[data-problem]");
    this.bar = form.querySelector("progress");
    this.step = form.querySelector("[data-step]");
    this.direct = form.dataset.upload === "direct";
    form.querySelector("[data-choose]")?.addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", () => this.choose());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.reportValidity()) this.send();
    });
    this.wireDrop();
  }

  wireDrop() {
    const over = (on) => this.drop.classList.toggle("is-over", on);
    for (const type of ["dragenter", "dragover"]) {
      this.drop.addEventListener(type, (event) => {
        event.preventDefault();
        over(true);
      });
    }
    this.drop.addEventListener("dragleave", (event) => this.drop.contains(event.relatedTarget) || over(false));
    this.drop.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      if (!event.dataTransfer.files.length) return;
      this.input.files = event.dataTransfer.files;
      this.choose();
    });
  }

  choose() {
    const [file] = this.input.files;
    if (!file) return;
    this.form.querySelector("[data-file-name]").textContent = `${file.name} · ${size(file.size)}`;
    this.alert.hidden = true;
    if (this.direct) this.send();
  }

  send() {
    const { dataset } = this.form;
    const [file] = this.input.files;
    if (file && file.size > Number(dataset.limit)) {
      this.say(dataset.tooLarge);
      return;
    }
    this.form.setAttribute("aria-busy", "true");
    this.bar.hidden = false;
    this.step.textContent = dataset.sending;
    const request = new XMLHttpRequest(); // fetch does not tell how much has left
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) this.bar.value = event.loaded / event.total;
    });
    request.upload.addEventListener("load", () => {
      this.bar.removeAttribute("value");
      this.step.textContent = dataset.reading;
    });
    request.addEventListener("load", () => this.answered(request));
    request.addEventListener("error", () => this.say(dataset.offline));
    request.open("POST", this.form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(new FormData(this.form));
  }

  answered(request) {
    const answer = parsed(request.responseText);
    if (request.status < 300 && answer.location) location.assign(answer.location);
    else this.say(answer.message ?? this.form.dataset.failed);
  }

  say(message) {
    this.form.removeAttribute("aria-busy");
    this.bar.hidden = true;
    this.step.textContent = "";
    this.alert.hidden = false;
    this.alert.querySelector("p").textContent = message;
    this.alert.focus();
    this.input.value = "";
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function size(bytes) {
  const kilobytes = bytes / KILOBYTE;
  return kilobytes < KILOBYTE ? `${Math.max(1, Math.round(kilobytes))} kB` : `${(kilobytes / KILOBYTE).toFixed(1)} MB`;
}
