// What happens when a point, a cluster or a shape is pointed at and clicked?
import maplibregl from "maplibre-gl/dist/maplibre-gl-csp.js";

const MOST_NAMES = 30;

export function wirePoints(map, box, address) {
  const name = new maplibregl.Popup({ closeButton: false, closeOnClick: false, className: "map-name", offset: 10 });
  for (const layer of ["points", "shapes"]) {
    map.on("mousemove", layer, (event) => {
      map.getCanvas().classList.add("is-over");
      name.setLngLat(event.lngLat).setText(event.features[0].properties.name).addTo(map);
    });
    map.on("mouseleave", layer, () => {
      map.getCanvas().classList.remove("is-over");
      name.remove();
    });
    map.on("click", layer, (event) => {
      location.href = address + event.features[0].properties.key;
    });
  }
  map.on("mouseenter", "clusters", () => map.getCanvas().classList.add("is-over"));
  map.on("mouseleave", "clusters", () => map.getCanvas().classList.remove("is-over"));
  map.on("click", "clusters", (event) => open(map, box, address, event.features[0]));
}

async function open(map, box, address, cluster) {
  const source = map.getSource("points");
  const id = cluster.properties.cluster_id;
  const zoom = await source.getClusterExpansionZoom(id);
  const center = cluster.geometry.coordinates;
  if (zoom <= 17) return map.easeTo({ center, zoom, essential: false });
  const leaves = await source.getClusterLeaves(id, MOST_NAMES, 0);
  const list = document.createElement("ul");
  for (const leaf of leaves) {
    const link = document.createElement("a");
    link.href = address + leaf.properties.key;
    link.textContent = leaf.properties.name;
    const row = document.createElement("li");
    row.append(link);
    list.append(row);
  }
  const all = document.createElement("div");
  const head = document.createElement("h2");
  head.textContent = `${box.dataset.several}: ${cluster.properties.point_count}`;
  all.append(head, list);
  new maplibregl.Popup({ className: "map-several", maxWidth: "320px" }).setLngLat(center).setDOMContent(all).addTo(map);
}
