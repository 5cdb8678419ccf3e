// How is the list of what was read narrowed: by kind, by state, by words?

export class Filters {
  constructor({ tree, part, leave }) {
    Object.assign(this, { tree, leave });
    this.kinds = part("kinds");
    this.states = part("states");
    this.search = part("search");
    this.kinds.addEventListener("click", (event) => this.chooseKind(event.target.closest("button")));
    this.states.addEventListener("change", () => tree.filter({ state: this.states.value }));
    this.search.addEventListener("input", () => tree.filter({ query: this.search.value }));
    this.search.addEventListener("keydown", (event) => this.searchKey(event));
    part("filter-reset").addEventListener("click", () => this.reset());
  }

  chooseKind(button) {
    if (!button) return;
    for (const other of this.kinds.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
    this.tree.filter({ kind: button.dataset.value });
  }

  searchKey(event) {
    if (event.key === "Escape") {
      this.search.value = "";
      this.tree.filter({ query: "" });
      this.search.blur();
    } else if (event.key === "Enter" || event.key === "ArrowDown") {
      event.preventDefault();
      this.leave();
    }
  }

  reset() {
    this.search.value = "";
    this.states.value = "all";
    this.tree.filter({ state: "all", query: "" });
    this.chooseKind(this.kinds.querySelector('[data-value="all"]'));
  }
}
