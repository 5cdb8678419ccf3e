// Which measures are there, and which of them are near to a target? Asked for once, when first needed.
import { say } from "./dom.js";

export class Catalogue {
  constructor(url, names = {}) {
    Object.assign(this, { url, names });
    this.measures = null;
  }

  async load() {
    if (this.measures) return;
    const response = await fetch(this.url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!response?.ok) return;
    this.measures = (await response.json()).measures;
    for (const measure of this.measures) this.names[measure.code] = measure.name;
  }

  name(code) {
    return this.names[code] ?? code;
  }

  /** The whole catalogue for the chooser: those that share most characters with the subject come first. */
  optionsFor(item) {
    const subject = new Set(item.subject ?? "");
    const near = (measure) => {
      const names = [measure.name, ...(measure.synonyms ?? [])];
      return Math.max(...names.map((name) => [...name].filter((c) => subject.has(c)).length / Math.max(name.length, subject.size)));
    };
    return (this.measures ?? [])
      .map((measure) => ({ measure, nearness: near(measure) }))
      .sort((a, b) => b.nearness - a.nearness)
      .map(({ measure }) => ({
        value: measure.code,
        label: measure.name,
        note: measure.unit || say("no_unit"),
        words: (measure.synonyms ?? []).join(" "),
      }));
  }
}
