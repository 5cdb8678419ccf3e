// How does a file get here: chosen or dropped, with progress; without scripts the same form is posted plainly.

export function wireUploads() {
  for (const form of document.querySelectorAll("form[data-upload]")) wire(form);
}

function wire(form) {
  const drop = form.querySelector(".drop");
  const input = form.querySelector('input[type="file"]');
  const name = form.querySelector("[data-file-name]");
  const alert = form.querySelector("[data-problem]");
  const direct = form.dataset.upload === "direct";

  form.querySelector("[data-choose]")?.addEventListener("click", () => input.click());
  input.addEventListener("change", () => chosen());
  for (const type of ["dragenter", "dragover"]) {
    drop.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
  }
  drop.addEventListener("dragleave", (event) => {
    if (!drop.contains(event.relatedTarget)) drop.classList.remove("is-over");
  });
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    chosen();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.reportValidity()) send();
  });

  function chosen() {
    const [file] = input.files;
    if (!file) return;
    name.textContent = `${file.name} · ${size(file.size)}`;
    alert.hidden = true;
    if (direct) send();
  }

  function send() {
    const [file] = input.files;
    if (file && file.size > Number(form.dataset.limit)) return say(form.dataset.tooLarge);
    const request = new XMLHttpRequest();
    const bar = form.querySelector("progress");
    const step = form.querySelector("[data-step]");
    bar.hidden = false;
    form.setAttribute("aria-busy", "true");
    step.textContent = form.dataset.sending;
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      step.textContent = form.dataset.reading;
    });
    request.addEventListener("load", () => {
      const answer = parsed(request.responseText);
      if (request.status < 300 && answer.location) location.assign(answer.location);
      else say(answer.message ?? form.dataset.failed);
    });
    request.addEventListener("error", () => say(form.dataset.offline));
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(new FormData(form));

    return undefined;
  }

  function say(message) {
    form.removeAttribute("aria-busy");
    form.querySelector("progress").hidden = true;
    form.querySelector("[data-step]").textContent = "";
    alert.hidden = false;
    alert.querySelector("p").textContent = message;
    alert.focus();
    input.value = "";
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
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
