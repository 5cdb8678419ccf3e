// What the pages of the portal load: a return is saved while it is typed, and nothing is lost when the line is.
const form = document.querySelector("[data-return]");
if (form) wireReturn(form);

function wireReturn(form) {
  const said = form.querySelector("[data-saved]");
  const asIs = said.textContent;
  let waiting = 0;
  let dirty = false;
  let running = null;

  form.addEventListener("input", (event) => {
    dirty = true;
    const cell = event.target.closest("td");
    cell?.querySelector("[data-origin]")?.remove();
    clearTimeout(waiting);
    waiting = setTimeout(save, 2500);
  });
  form.addEventListener("keydown", onKey);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      save();
    }
  });
  form.addEventListener("submit", () => {
    dirty = false;
    clearTimeout(waiting);
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
  window.addEventListener("online", () => dirty && save());

  // Enter goes down the column as in a sheet, and never files by accident.
  function onKey(event) {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    const row = event.target.closest("tr");
    const place = [...row.cells].indexOf(event.target.closest("td"));
    for (let next = row.nextElementSibling; next; next = next.nextElementSibling) {
      const input = next.cells[place]?.querySelector("input");
      if (input) {
        input.focus();
        input.select();
        return;
      }
    }
  }

  async function save() {
    clearTimeout(waiting);
    if (running) return void running.then(() => dirty && save());
    dirty = false;
    said.textContent = said.dataset.saving ?? "…";
    running = send();
    await running;
    running = null;
  }

  async function send() {
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "save");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 403) return tell(form.dataset.signedOut);
      const told = await answer.json();
      if (!answer.ok) return tell(told.sentence);
      take(told);
    } catch {
      dirty = true;
      waiting = setTimeout(save, 15000);
      tell(form.dataset.offline);
    }
  }

  function tell(sentence) {
    said.textContent = sentence ?? asIs;
    said.classList.add("field-error");
  }

  function take(told) {
    form.elements.version.value = told.version;
    for (const [item, text] of Object.entries(told.cells)) {
      const input = form.elements[`v-${item}`];
      if (!input) continue;
      if (input !== document.activeElement) input.value = text;
      input.closest("td").classList.toggle("is-bad", told.stops[item]);
      if (told.stops[item]) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    // A remark that is being written stays under the hand that writes it.
    const findings = form.querySelector("[data-findings]");
    if (!findings.contains(document.activeElement)) findings.innerHTML = told.findings;
    said.classList.remove("field-error");
    const now = new Date().toTimeString().slice(0, 5);
    said.textContent = form.dataset.savedAt.replace("TIME", now);
  }
}
