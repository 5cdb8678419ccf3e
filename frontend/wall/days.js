// How is another day chosen? By the calendar, by the arrows beside it, by Shift and an arrow.

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

export function wireDays() {
  const input = document.querySelector("[data-day-shown]");
  input?.addEventListener("change", () => input.form.requestSubmit());
}

export function stepDay(key) {
  const link = document.querySelector(`[data-step="${STEPS[key]}"]`);
  if (!link) return false;
  // Sides and rotation are kept as they are now, not as they were when the page was made.
  const now = new URL(location.href);
  const day = new URL(link.href).searchParams.get("day");
  if (day) now.searchParams.set("day", day);
  else now.searchParams.delete("day");
  location.assign(now);
  return true;
}

export function goToday() {
  const now = new URL(location.href);
  if (!now.searchParams.has("day")) return false;
  now.searchParams.delete("day");
  location.assign(now);
  return true;
}
