// How is a table walked by keyboard: arrows move, Enter opens, Space ticks; one stop for Tab.

export function wireTables(within = document) {
  for (const body of within.querySelectorAll("tbody[data-walk]")) wire(body);
}

function wire(body) {
  const rows = () => [...body.querySelectorAll("tr[data-row]")].filter((row) => !row.hidden);
  const first = rows()[0];
  if (!first) return;
  for (const row of rows()) row.tabIndex = -1;
  first.tabIndex = 0;

  body.addEventListener("focusin", (event) => {
    const row = event.target.closest("tr[data-row]");
    for (const other of body.querySelectorAll("tr.is-current")) {
      other.classList.remove("is-current");
      other.tabIndex = -1;
    }
    if (!row) return;
    row.classList.add("is-current");
    row.tabIndex = 0;
  });
  body.addEventListener("keydown", (event) => {
    const row = event.target.closest("tr[data-row]");
    if (!row || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    const all = rows();
    const at = all.indexOf(row);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      all[Math.max(0, Math.min(all.length - 1, next))].focus();
    } else if (event.key === "Enter" && event.target === row) {
      row.querySelector("a[href], [data-open]")?.click();
    } else if (event.key === " " && event.target === row) {
      const box = row.querySelector('input[type="checkbox"]');
      if (!box) return;
      event.preventDefault();
      box.click();
    }
  });
}
