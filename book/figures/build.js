// Bundles the figures with esbuild into the folder that is given, and prints their sizes as JSON.
//
// Each bundle is a plain script, not a module: a browser loads no modules into a page that was
// opened as a file. What all figures share, base/index.js, is a bundle of its own, and a figure that
// imports it gets what that bundle made.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2];
const named = (ending) =>
  readdirSync(here).filter((file) => file.endsWith(ending) && file !== "build.js");
const figures = named(".js").map((file) => file.slice(0, -".js".length));
const styles = ["base/figures.css", ...named(".css")];

const TARGET = ["chrome105", "firefox110", "safari16"];
const fromBase = {
  name: "from-base",
  setup(build) {
    build.onResolve({ filter: /^\.{1,2}\/base\/index\.js$/ }, ({ path }) => ({ path, namespace: "base" }));
    build.onLoad({ filter: /.*/, namespace: "base" }, () => ({ contents: "module.exports = touch.base" }));
  },
};

const bundle = (name, entry, globalName, plugins = []) =>
  esbuild.build({
    entryPoints: [join(here, entry)],
    outfile: join(target, `${name}.js`),
    bundle: true,
    minify: true,
    format: "iife",
    globalName,
    target: TARGET,
    logLevel: "error",
    plugins,
  });

try {
  await Promise.all([
    bundle("start", "base/start.js"),
    bundle("base", "base/index.js", "touch.base"),
    esbuild.build({
      stdin: { contents: styles.map((file) => `@import "./${file}";`).join(""), loader: "css", resolveDir: here },
      outfile: join(target, "figures.css"),
      bundle: true,
      minify: true,
      target: TARGET,
      logLevel: "error",
    }),
    ...figures.map((name) => bundle(name, `${name}.js`, `touch.figures.${name}`, [fromBase])),
  ]);
} catch {
  process.exit(1); // esbuild has said what is wrong
}
const names = ["start", "base", ...figures];
const sizes = names.map((name) => [name, readFileSync(join(target, `${name}.js`)).length]);
console.log(JSON.stringify(Object.fromEntries(sizes)));
