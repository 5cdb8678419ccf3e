// How is the list of a registry shown on a map: ground of our own, points in clusters, the list beside it?
import maplibregl from "maplibre-gl/dist/maplibre-gl-csp.js";
import { drawGraticule } from "./graticule.js";
import { layersOf, sourcesOf } from "./layers.js";
import { wireList } from "./list.js";
import { wirePoints } from "./points.js";
import "./map.css";

const box = document.querySelector("[data-map]");
if (box) start(box, document.querySelector("[data-map-message]"));

async function start(box, message) {
  if (!document.createElement("canvas").getContext("webgl2")) return say(message, box.dataset.failed);
  let found;
  try {
    const answer = await fetch(box.dataset.map, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    found = await answer.json();
  } catch {
    return say(message, box.dataset.broken);
  }
  maplibregl.setWorkerUrl(box.dataset.worker);
  const map = draw(box, found);
  map.once("load", () => {
    message.remove();
    box.classList.add("is-drawn");
    drawGraticule(map);
    wirePoints(map, box, found.address);
    wireList(map, found);
  });
  // The colours are the page's own, so they follow when the reader changes between light and dark.
  const repaint = () => map.setStyle(styleOf(box, found));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  map.on("styledata", () => drawGraticule(map));
}

function draw(box, found) {
  const map = new maplibregl.Map({
    container: box,
    style: styleOf(box, found),
    ...viewOf(found),
    maxZoom: 19,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: box.dataset.credit ? { compact: false } : false,
    // What is drawn must still be there when the page is printed.
    canvasContextAttributes: { preserveDrawingBuffer: true },
    fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200,
    locale: {
      "Map.Title": box.dataset.label,
      "NavigationControl.ZoomIn": box.dataset.zoomIn,
      "NavigationControl.ZoomOut": box.dataset.zoomOut,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibregl.ScaleControl({ maxWidth: 120 }), "bottom-left");
  return map;
}

function styleOf(box, found) {
  const { tiles, credit } = box.dataset;
  return { version: 8, sources: sourcesOf(found, tiles, credit), layers: layersOf(tiles) };
}

function viewOf(found) {
  const bounds = new maplibregl.LngLatBounds();
  for (const [, lon, lat] of found.points) bounds.extend([lon, lat]);
  for (const [, , geometry] of found.shapes) extend(bounds, geometry.coordinates);
  if (bounds.isEmpty() && found.outline) extendAll(bounds, found.outline);
  if (bounds.isEmpty()) return { center: [104, 35], zoom: 3 };
  return { bounds, fitBoundsOptions: { padding: 48, maxZoom: 16 } };
}

function extendAll(bounds, json) {
  for (const part of json.features ?? json.geometries ?? [json]) {
    const geometry = part.geometry ?? part;
    if (geometry.coordinates) extend(bounds, geometry.coordinates);
  }
}

function extend(bounds, coordinates) {
  if (typeof coordinates[0] === "number") bounds.extend(coordinates.slice(0, 2));
  else for (const inner of coordinates) extend(bounds, inner);
}

function say(message, text) {
  message.textContent = text;
  message.classList.add("is-trouble");
}
