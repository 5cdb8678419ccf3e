// Which meridians and parallels lie in sight? Ground without anybody's tiles: about six lines each way.
import { collection } from "./layers.js";

const STEPS = [30, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005];
const LINES = 6;
const drawn = new WeakSet();

export function drawGraticule(map) {
  if (!drawn.has(map)) {
    drawn.add(map);
    map.on("moveend", () => refresh(map));
  }
  refresh(map);
}

function refresh(map) {
  const source = map.getSource("graticule");
  if (!source) return;
  const bounds = map.getBounds();
  const [west, east] = [Math.max(-180, bounds.getWest()), Math.min(180, bounds.getEast())];
  const [south, north] = [Math.max(-85, bounds.getSouth()), Math.min(85, bounds.getNorth())];
  const step = STEPS.find((each) => (east - west) / each >= LINES) ?? STEPS.at(-1);
  const key = [west, east, south, north].join();
  if (source.guatuKey === key) return;
  source.guatuKey = key;
  const meridians = range(west, east, step);
  const parallels = range(south, north, step);
  source.setData(
    collection([
      ...meridians.map((lon) => line([lon, south], [lon, north])),
      ...parallels.map((lat) => line([west, lat], [east, lat])),
    ]),
  );
  map.getSource("graticuleEnds").setData(
    collection([
      ...meridians.map((lon) => end([lon, north], words(lon, step, "E", "W"), "top-left")),
      ...parallels.map((lat) => end([west, lat], words(lat, step, "N", "S"), "top-left")),
    ]),
  );
}

function range(from, to, step) {
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  return Array.from({ length: Math.min(count, 60) }, (_, at) => (first + at) * step);
}

function words(degrees, step, positive, negative) {
  const digits = Math.max(0, Math.ceil(-Math.log10(step)));
  return `${Math.abs(degrees).toFixed(digits)}° ${degrees < 0 ? negative : positive}`;
}

function line(from, to) {
  return { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: [from, to] } };
}

function end(at, text, anchor) {
  return { type: "Feature", properties: { words: text, anchor }, geometry: { type: "Point", coordinates: at } };
}
