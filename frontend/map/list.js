// How does the list beside the map point to the map: a row under the cursor or the keyboard shows its place?
import { collection } from "./layers.js";

export function wireList(map, found) {
  const places = new Map(found.points.map(([key, lon, lat]) => [String(key), [lon, lat]]));
  for (const row of document.querySelectorAll("[data-key]")) {
    const place = places.get(row.dataset.key);
    if (!place) continue;
    row.addEventListener("mouseenter", () => show(map, place));
    row.addEventListener("mouseleave", () => show(map, null));
    row.addEventListener("focusin", () => {
      show(map, place);
      if (!map.getBounds().contains(place)) map.easeTo({ center: place, essential: false });
    });
    row.addEventListener("focusout", () => show(map, null));
  }
}

function show(map, place) {
  const point = { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: place } };
  map.getSource("chosen")?.setData(collection(place ? [point] : []));
}
