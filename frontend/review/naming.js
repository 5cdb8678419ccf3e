// How is an item said in few characters?
import { say } from "./dom.js";

const COMPARATORS = { "=": "", ">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "≈", range: "" };
const SIGNED = { increment: "+", growth: "+" };
// a fall is promised by its size: ↓ ≥ 2 %, not ≥ −2 %
const DIRECTION = { reduction: "↓" };

/** The number as written: no digit added, a real minus. */
export function number(value) {
  if (value === null || value === undefined || value === "") return "";
  const written = String(value);
  const plain = written.includes(".") ? written.replace(/\.?0+$/, "") : written;
  return plain.replace("-", "−");
}

/** Comparator, number and unit of a target, apart, so that the unit can be set small. */
export function valueParts(item) {
  if (item.implicit && item.value === null) return { sign: "", value: item.text, unit: "" };
  const upper = number(item.value_hi);
  const amount = `${SIGNED[item.target_kind] ?? ""}${number(item.value)}${upper ? `–${upper}` : ""}`;
  const sign = [DIRECTION[item.target_kind], COMPARATORS[item.comparator]].filter(Boolean).join(" ");
  return { sign, value: amount, unit: item.unit ?? "" };
}

export function valueText(item) {
  const { sign, value, unit } = valueParts(item);
  return [sign, value].filter(Boolean).join(" ") + (unit ? ` ${unit}` : "");
}

/** What the item is called in messages: subject or name, at most 16 characters. */
export function shortName(item) {
  const name = item.subject || item.name || item.text || say(`kind_${item.kind}`);
  return name.length > 16 ? `${name.slice(0, 15)}…` : name;
}

/** A full line for people who hear the page. */
export function spoken(item) {
  const parts = [say(`kind_${item.kind}`), item.subject || item.name || item.text];
  if (item.kind === "target") parts.push(valueText(item));
  if (item.state) parts.push(say(`state_${item.state}`));
  return parts.filter(Boolean).join(" ");
}
