// What every page of the desk loads.
import { wireAssignments } from "./assignments.js";
import { wireBell } from "./bell.js";
import { wireDocuments } from "./documents.js";
import { wireDrafts } from "./drafts.js";
import { wireKeys } from "./keys.js";
import { wireLapse } from "./lapse.js";
import { wireRegistries } from "./registries.js";
import { wireSearch } from "./search.js";
import { wireTables } from "./tables.js";
import { wireTheme } from "./theme.js";
import { wireUploads } from "./upload.js";

document.documentElement.classList.add("js");
wireTheme();
wireUploads();
wireTables();
wireRegistries();
wireDocuments();
wireAssignments();
wireKeys();
wireSearch();
wireLapse();
wireBell();
wireDrafts();
for (const button of document.querySelectorAll("[data-print-page]")) button.addEventListener("click", () => window.print());
for (const button of document.querySelectorAll("[data-close]")) {
  button.addEventListener("click", () => button.closest("dialog").close());
}
for (const button of document.querySelectorAll("[data-sheet]")) {
  button.addEventListener("click", () => document.getElementById(button.dataset.sheet).showModal());
}
