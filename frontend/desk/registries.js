// How does a list of records answer the keyboard: "/" goes to the search, a chosen filter is sent at once.

export function wireRegistries() {
  const find = document.querySelector("[data-find]");
  if (!find) return;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    event.preventDefault();
    find.focus();
    find.select();
  });
  find.form.addEventListener("submit", () => {
    // An address says only what was chosen.
    for (const field of find.form.elements) if (field.name && !field.value) field.disabled = true;
  });
  for (const select of find.form.querySelectorAll("select[data-send]")) {
    select.addEventListener("change", () => find.form.requestSubmit());
  }
  for (const menu of document.querySelectorAll("details.menu")) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
}
