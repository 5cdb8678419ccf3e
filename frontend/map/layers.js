// What is drawn, in which order and in which of the house's colours?

export const FACE = ["sans-serif"];

export function sourcesOf(found, tiles, credit) {
  const points = found.points.map(([key, lon, lat, name]) => ({
    type: "Feature",
    id: key,
    properties: { key, name },
    geometry: { type: "Point", coordinates: [lon, lat] },
  }));
  const shapes = found.shapes.map(([key, name, geometry]) => ({
    type: "Feature",
    id: key,
    properties: { key, name },
    geometry,
  }));
  return {
    graticule: { type: "geojson", data: collection([]) },
    graticuleEnds: { type: "geojson", data: collection([]) },
    outline: { type: "geojson", data: found.outline ?? collection([]) },
    shapes: { type: "geojson", data: collection(shapes) },
    points: { type: "geojson", data: collection(points), cluster: true, clusterRadius: 40, clusterMaxZoom: 16 },
    chosen: { type: "geojson", data: collection([]) },
    ...(tiles && { tiles: { type: "raster", tiles: [tiles], tileSize: 256, attribution: credit || undefined } }),
  };
}

export function collection(features) {
  return { type: "FeatureCollection", features };
}

export function layersOf(tiles) {
  const colour = coloursOf(document.documentElement);
  const line = (id, source, paint) => ({ id, source, type: "line", paint });
  const words = (id, source, filter, layout, ink) => ({
    id,
    source,
    type: "symbol",
    ...(filter && { filter }),
    layout: { "text-font": FACE, "text-size": 12, ...layout },
    paint: { "text-color": ink, "text-halo-color": colour.paper, "text-halo-width": 1.5 },
  });
  return [
    { id: "ground", type: "background", paint: { "background-color": colour.sunk } },
    ...(tiles ? [{ id: "tiles", source: "tiles", type: "raster", paint: { "raster-saturation": -0.6 } }] : []),
    { id: "outline-fill", source: "outline", type: "fill", paint: { "fill-color": colour.paper, "fill-opacity": tiles ? 0.15 : 1 } },
    line("graticule", "graticule", { "line-color": colour.hairline, "line-width": 1 }),
    words("graticule-words", "graticuleEnds", null, { "text-field": ["get", "words"], "text-size": 11, "text-anchor": ["get", "anchor"], "text-offset": [0.4, 0.3] }, colour.faint),
    line("outline", "outline", { "line-color": colour.strong, "line-width": 1.5 }),
    { id: "shapes", source: "shapes", type: "fill", paint: { "fill-color": colour.accent, "fill-opacity": 0.14 } },
    line("shapes-edge", "shapes", { "line-color": colour.accent, "line-width": 1.2 }),
    {
      id: "clusters",
      source: "points",
      type: "circle",
      filter: ["has", "point_count"],
      paint: {
        "circle-color": colour.tint,
        "circle-stroke-color": colour.accent,
        "circle-stroke-width": 1,
        "circle-radius": ["interpolate", ["linear"], ["log10", ["get", "point_count"]], 0.3, 11, 2, 18, 4, 30],
      },
    },
    words("clusters-count", "points", ["has", "point_count"], { "text-field": ["get", "point_count"], "text-allow-overlap": true }, colour.ink),
    {
      id: "points",
      source: "points",
      type: "circle",
      filter: ["!", ["has", "point_count"]],
      paint: { "circle-color": colour.accent, "circle-stroke-color": colour.paper, "circle-stroke-width": 1.5, "circle-radius": 5.5 },
    },
    { ...words("points-names", "points", ["!", ["has", "point_count"]], { "text-field": ["get", "name"], "text-anchor": "left", "text-justify": "left", "text-offset": [0.9, 0], "text-max-width": 18, "text-optional": true }, colour.ink), minzoom: 14 },
    {
      id: "chosen",
      source: "chosen",
      type: "circle",
      paint: { "circle-color": colour.accent, "circle-stroke-color": colour.ink, "circle-stroke-width": 2.5, "circle-radius": 8 },
    },
  ];
}

function coloursOf(element) {
  const style = getComputedStyle(element);
  const value = (name) => style.getPropertyValue(name).trim();
  return {
    paper: value("--paper-raised"),
    sunk: value("--paper-sunk"),
    hairline: value("--hairline"),
    strong: value("--hairline-strong"),
    faint: value("--ink-faint"),
    ink: value("--ink"),
    accent: value("--accent"),
    tint: value("--accent-tint-strong"),
  };
}
