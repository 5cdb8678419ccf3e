// Into which stretches do overlapping marks cut a text? Pure: no document, no state.

/**
 * Cuts [start, end) at every border of a mark.
 * @param {{id: string, start: number, end: number}[]} marks sorted or not, overlapping as they like
 * @returns {{start: number, end: number, ids: string[]}[]} without gaps; `ids` from the shortest mark to the longest
 */
export function cut(start, end, marks) {
  const inside = marks.filter((mark) => mark.start < end && mark.end > start && mark.end > mark.start);
  const borders = new Set([start, end]);
  for (const mark of inside) {
    borders.add(Math.max(mark.start, start));
    borders.add(Math.min(mark.end, end));
  }
  const points = [...borders].sort((a, b) => a - b);
  const byLength = [...inside].sort((a, b) => a.end - a.start - (b.end - b.start));
  const segments = [];
  for (let i = 0; i + 1 < points.length; i += 1) {
    const [from, to] = [points[i], points[i + 1]];
    const covering = byLength.filter((mark) => mark.start <= from && mark.end >= to);
    segments.push({ start: from, end: to, ids: covering.map((mark) => mark.id) });
  }
  return segments;
}

/** The paragraphs of a text as [start, end) without their line ends; empty lines are left out. */
export function paragraphs(text) {
  const found = [];
  const pattern = /[^\r\n]+/g;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    if (match[0].trim()) found.push({ start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/**
 * Python counts code points, JavaScript UTF-16 units: they differ after the first character beyond the basic plane.
 * @returns {{toUnits: (n: number) => number, toPoints: (n: number) => number}}
 */
export function offsets(text) {
  const beyond = [];
  const pattern = /[\u{10000}-\u{10FFFF}]/gu;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) beyond.push(match.index);
  if (!beyond.length) return { toUnits: (n) => n, toPoints: (n) => n };
  return {
    toUnits: (n) => beyond.reduce((units, at) => (at < units ? units + 1 : units), n),
    toPoints: (n) => n - beyond.filter((at) => at < n).length,
  };
}
