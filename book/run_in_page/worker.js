// Python in a worker: starts Pyodide, fetches what the page imports, runs cells, and checks exercises.
import checkExercise from "./check_exercise.py";
import runCell from "./run_cell.py";

let python;
let run;
let check;

self.addEventListener("message", async ({ data }) => {
  try {
    const answer = await { start, run: runCode, check: checkCode }[data.kind](data);
    self.postMessage({ kind: "answer", ...answer });
  } catch (error) {
    self.postMessage({ kind: "answer", failed: true, sentence: String(error.message ?? error) });
  }
});

async function start({ page, folder }) {
  const home = new URL("../pyodide/", folder).href;
  const { loadPyodide } = await import(`${home}pyodide.mjs`);
  // Addresses of packages stand in the lock file: whole ones where they come from another host.
  python = await loadPyodide({ indexURL: home, lockFileURL: `${home}pyodide-lock.json`, packageBaseUrl: home, env: { MPLBACKEND: "agg", HOME: "/home/pyodide" } });
  python.setStdout({ batched: () => {} });
  await load(page.packages);
  python.FS.mkdirTree("/book");
  for (const name of page.files) {
    const response = await fetch(new URL(`files/${name}`, folder));
    if (!response.ok) throw new Error(`${name} did not come (${response.status})`);
    python.FS.mkdirTree(`/book/${name.split("/").slice(0, -1).join("/")}`);
    python.FS.writeFile(`/book/${name}`, new Uint8Array(await response.arrayBuffer()));
  }
  python.FS.mkdirTree(`/book/${page.folder}`);
  python.FS.chdir(`/book/${page.folder}`); // as in the build, a page reads files from its own folder
  python.runPython(runCell);
  python.runPython("set_style()");
  run = python.globals.get("run_cell");
  return { failed: false };
}

/** Fetches packages; Pyodide tells of those that did not come in its messages alone. */
async function load(names) {
  const problems = [];
  await python.loadPackage(names, { messageCallback: () => {}, errorCallback: (text) => problems.push(text) });
  const loaded = new Set(Object.keys(python.loadedPackages).map(normalized));
  const absent = names.filter((name) => !loaded.has(normalized(name)));
  if (absent.length) throw new Error(`${absent.join(", ")} did not come${problems.length ? ` (${problems[0]})` : ""}`);
}

/** Returns a package's name as the index of packages compares it. */
const normalized = (name) => name.toLowerCase().replace(/[-_.]+/g, "-");

async function runCode({ code, number }) {
  await python.loadPackagesFromImports(code, { messageCallback: () => {}, errorCallback: () => {} }).catch(() => {});
  const write = (text) => self.postMessage({ kind: "stream", text });
  const answer = run(code, number, write);
  const plain = answer.toJs({ dict_converter: Object.fromEntries });
  answer.destroy();
  return plain;
}

/** Judges `exercise` by what `sources` define, with the judge that lies at `archive`. */
async function checkCode({ archive, exercise, sources }) {
  const path = `/practice/${archive.split("/").pop()}`;
  if (!python.FS.analyzePath(path).exists) {
    const response = await fetch(archive);
    if (!response.ok) throw new Error(`${archive} did not come (${response.status})`);
    python.FS.mkdirTree("/practice");
    python.FS.writeFile(path, new Uint8Array(await response.arrayBuffer()));
  }
  if (!check) {
    python.runPython(checkExercise);
    check = python.globals.get("check");
  }
  const answer = check(path, exercise, python.toPy(sources));
  const plain = answer.toJs({ dict_converter: Object.fromEntries });
  answer.destroy();
  return plain;
}
