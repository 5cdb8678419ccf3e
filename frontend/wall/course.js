// What does the chart of a target say at the month under the pointer, or chosen by ← and →?

export function wireCourse() {
  document.addEventListener("pointerover", (event) => {
    const band = event.target.closest?.(".course-band");
    if (band) read(band);
  });
  document.addEventListener("keydown", (event) => {
    const chart = event.target.closest?.("[data-course]");
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!chart || !step) return;
    const bands = [...chart.querySelectorAll(".course-band")];
    const now = bands.findIndex((band) => band.classList.contains("is-read"));
    read(bands[Math.min(Math.max(now + step, 0), bands.length - 1)]);
    event.preventDefault();
  });
}

function read(band) {
  const chart = band.closest("[data-course]");
  chart.querySelector(".course-band.is-read")?.classList.remove("is-read");
  band.classList.add("is-read");
  chart.querySelector("[data-course-reading]").textContent = band.dataset.says;
}
