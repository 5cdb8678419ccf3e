// How are elements and sentences made? No markup strings: text stays text.

/** An element with properties, `data-…`/`aria-…` attributes and children; null children are left out. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.includes("-") || name === "role" || name === "for" || name === "list") made.setAttribute(name, value);
    else if (name === "on") for (const [type, listener] of Object.entries(value)) made.addEventListener(type, listener);
    else made[name] = value;
  }
  fill(made, ...children);
  return made;
}

/** Puts these children in place of what an element holds; null ones are left out. */
export function fill(place, ...children) {
  place.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
}

const SVG = "http://www.w3.org/2000/svg";

/** A small line drawing on a grid of 16 × 16. */
export function icon(path, className = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  const drawn = document.createElementNS(SVG, "path");
  for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" })) {
    svg.setAttribute(name, value);
  }
  svg.setAttribute("class", className);
  for (const [name, value] of Object.entries({
    d: path,
    fill: "none",
    stroke: "currentColor",
    "stroke-width": 1.5,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  })) {
    drawn.setAttribute(name, value);
  }
  svg.append(drawn);
  return svg;
}

/** The JSON that the page carries in a data block. */
export function carried(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

let words = null;

/** The sentence for a key in the language of the page, `{name}` replaced. */
export function say(key, parameters = {}) {
  words ??= carried("words");
  const sentence = words[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => parameters[name] ?? whole);
}
