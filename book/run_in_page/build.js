// Bundles what runs a page's cells with esbuild into the folder that is given.
//
// `buttons` is what a page loads: it adds the buttons. `session`, `write`, `editor` and `worker` are fetched at a click;
// `written` is loaded by the page of one's exercises alone. All but the worker are plain scripts, since a browser loads
// no modules into a page that was opened as a file.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2];

const bundle = (name, options) =>
  esbuild.build({
    entryPoints: [join(here, `${name}.js`)],
    outfile: join(target, `${name}.js`),
    bundle: true,
    minify: true,
    target: ["chrome105", "firefox114", "safari16"],
    loader: { ".py": "text" },
    logLevel: "error",
    ...options,
  });

try {
  await Promise.all([
    bundle("buttons", { format: "iife" }),
    bundle("session", { format: "iife", globalName: "runInPage.session" }),
    bundle("editor", { format: "iife", globalName: "runInPage.editor" }),
    bundle("write", { format: "iife", globalName: "runInPage.write" }),
    bundle("written", { format: "iife" }),
    bundle("worker", { format: "esm" }),
  ]);
} catch {
  process.exit(1); // esbuild has said what is wrong
}
