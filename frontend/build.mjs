// What becomes which file under build/static? This table is the whole list.
import { build } from "esbuild";
import { mkdir, rename, rm } from "node:fs/promises";
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
  portal: "portal/portal.js",
};

await rm(unfinished, { recursive: true, force: true });
await mkdir(unfinished, { recursive: true });
await build({
  entryPoints: Object.fromEntries(
    Object.entries(BUNDLES).map(([name, source]) => [name, path.join(here, source)]),
  ),
  outdir: unfinished,
  bundle: true,
  minify: true,
  sourcemap: "linked",
  format: "esm",
  target: ["es2022", "chrome109", "firefox115", "safari16"],
  charset: "utf8",
  logLevel: "warning",
  legalComments: "none",
});
// Pages never see a half-built folder.
await rm(target, { recursive: true, force: true });
await rename(unfinished, target);
