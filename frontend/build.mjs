// What becomes which file under build/static? This table is the whole list.
import { build } from "esbuild";
import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const checkout = path.dirname(here);
const target = path.join(checkout, "build", "static");
const unfinished = `${target}.new`;

const BUNDLES = {
  guatu: "styles/guatu.css",
  desk: "desk/desk.js",
  review: "review/review.js",
  wall: "wall/wall.js",
  map: "map/map.js",
  portal: "portal/portal.js",
  morning: "morning/morning.js",
};

const MAPLIBRE = path.join(checkout, "node_modules", "maplibre-gl");
const options = {
  bundle: true,
  minify: true,
  target: ["es2022", "chrome109", "firefox115", "safari16"],
  charset: "utf8",
  logLevel: "warning",
  legalComments: "none",
};

await rm(unfinished, { recursive: true, force: true });
await mkdir(unfinished, { recursive: true });
await build({
  entryPoints: Object.fromEntries(
    Object.entries(BUNDLES).map(([name, source]) => [name, path.join(here, source)]),
  ),
  ...options,
  outdir: unfinished,
  format: "esm",
  sourcemap: "linked",
});
// A worker under an address of our own, because the pages' policy allows none from a blob.
await build({
  entryPoints: { "map-worker": path.join(MAPLIBRE, "dist", "maplibre-gl-csp-worker.js") },
  ...options,
  outdir: unfinished,
  format: "iife",
});
await copyFile(path.join(MAPLIBRE, "LICENSE.txt"), path.join(unfinished, "maplibre-gl.LICENSE.txt"));
// Pages never see a half-built folder.
await rm(target, { recursive: true, force: true });
await rename(unfinished, target);
