// Python in a worker: starts Pyodide, fetches packages, runs cells, and checks exercises.
import checkExercise from "./check_exercise.py";
import runCell from "./run_cell.py";

const SILENT = { messageCallback: () => {}, errorCallback: () => {} };
let python;
let run;
let check;
let styled = false;

self.addEventListener("message", async ({ data }) => {
  try {
    const answer = await { start, imports, load, run: runCode, check: checkCode }[data.kind](data);
    self.postMessage({ kind: "answer", ...answer });
  } catch (error) {
    const over = !run || Boolean(error.pyodide_fatal_error);
    self.postMessage({ kind: "broken", sentence: String(error.message ?? error), over });
  }
});

/** Starts Python; `files` of the book are put where they are in it, and `home` is the page's folder. */
async function start({ files, home, folder }) {
  const address = new URL("../pyodide/", folder).href;
  const { loadPyodide } = await import(`${address}pyodide.mjs`);
  // Addresses of packages stand in the lock file: whole ones where they come from another host.
  python = await loadPyodide({
    indexURL: address,
    lockFileURL: `${address}pyodide-lock.json`,
    packageBaseUrl: address,
    env: { MPLBACKEND: "agg", HOME: "/home/pyodide" },
  });
  python.setStdout({ batched: () => {} });
  await Promise.all(files.map((name) => place(`/book/${name}`, new URL(`files/${name}`, folder))));
  python.FS.mkdirTree(`/book/${home}`);
  python.FS.chdir(`/book/${home}`); // as in the build, a page reads files from its own folder
  python.runPython(runCell);
  run = python.globals.get("run_cell");
}

/** Puts what lies at an address into a file of Python's. */
async function place(path, address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} did not come (${response.status})`);
  const content = new Uint8Array(await response.arrayBuffer());
  python.FS.mkdirTree(path.split("/").slice(0, -1).join("/"));
  python.FS.writeFile(path, content);
}

/** Tells which modules `code` imports, without their parts. */
function imports({ code }) {
  const found = python.pyodide_py.code.find_imports(code);
  const names = found.toJs().map((name) => name.split(".")[0]);
  found.destroy();
  return { imports: [...new Set(names)] };
}

/** Fetches `packages`, and what else `code` imports if there is such a package. */
async function load({ packages, code }) {
  const problems = []; // Pyodide tells of packages that did not come in its messages alone
  await python.loadPackage(packages, { ...SILENT, errorCallback: (text) => problems.push(text) });
  const loaded = new Set(Object.keys(python.loadedPackages).map(normalized));
  const absent = packages.filter((name) => !loaded.has(normalized(name)));
  if (absent.length) throw new Error(`${absent.join(", ")} did not come${problems.length ? ` (${problems[0]})` : ""}`);
  if (code) await python.loadPackagesFromImports(code, SILENT).catch(() => {}); // else Python says what is missing
  if (!styled && "matplotlib" in python.loadedPackages) python.runPython("set_style()");
  styled = "matplotlib" in python.loadedPackages;
}

/** Returns a package's name as the index of packages compares it. */
const normalized = (name) => name.toLowerCase().replace(/[-_.]+/g, "-");

/** Runs a cell; beside what it puts out, tells the seconds that took, and the bytes of memory that Python has. */
function runCode({ code, number }) {
  const started = performance.now();
  const answer = plain(run(code, number, (text) => self.postMessage({ kind: "stream", text })));
  return { ...answer, seconds: (performance.now() - started) / 1000, bytes: python._module.HEAPU8.length };
}

/** Judges `exercise` by what `sources` define, with the judge that lies at `archive`. */
async function checkCode({ archive, exercise, sources }) {
  const path = `/practice/${archive.split("/").pop()}`;
  if (!python.FS.analyzePath(path).exists) await place(path, archive);
  if (!check) {
    python.runPython(checkExercise);
    check = python.globals.get("check");
  }
  return plain(check(path, exercise, python.toPy(sources)));
}

/** Returns a dict of Python's as an object. */
function plain(answer) {
  const object = answer.toJs({ dict_converter: Object.fromEntries });
  answer.destroy();
  return object;
}
