// How are many items assigned at once: tick, choose, assign; Shift ticks a stretch.

export function wireAssignments() {
  const form = document.querySelector("form[data-assignments]");
  if (!form) return;
  const boxes = [...form.querySelectorAll('input[name="items"]')];
  const count = form.querySelector("[data-chosen]");
  const submit = form.querySelector("[data-assign]");
  let last = null;

  function tell() {
    const chosen = boxes.filter((box) => box.checked).length;
    count.textContent = count.dataset.words.replace("{count}", chosen);
    submit.disabled = !chosen;
    for (const box of boxes) box.closest("tr").classList.toggle("is-chosen", box.checked);
    for (const all of form.querySelectorAll("[data-all]")) {
      const own = boxes.filter((box) => box.dataset.line === all.dataset.all);
      all.checked = own.length > 0 && own.every((box) => box.checked);
      all.indeterminate = !all.checked && own.some((box) => box.checked);
    }
  }

  form.addEventListener("click", (event) => {
    const box = event.target.closest('input[name="items"]');
    const row = event.target.closest("tr[data-row]");
    if (!box && row && !event.target.closest("a, button, input, select")) {
      row.querySelector('input[name="items"]').click();
      return;
    }
    if (!box) return;
    if (event.shiftKey && last) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
    tell();
  });
  form.addEventListener("change", (event) => {
    const line = event.target.dataset?.all;
    if (line !== undefined) for (const box of boxes) if (box.dataset.line === line) box.checked = event.target.checked;
    tell();
  });
  tell();
}
