// One session of Python for a page: which cells have run, and what a click does.
import { CellView } from "./cell_view.js";
import { PythonWorker } from "./python_worker.js";
import { packagesOf } from "./packages.js";
import { question, sizeInWords } from "./words.js";

const AGREED = "run-in-page-agreed";
let only;

/** Returns the page's session; `folder` is the address of the site's scripts for it. */
export function sessionOf(folder) {
  only ??= new Session(folder);
  return only;
}

class Session {
  constructor(folder) {
    this.folder = folder;
    this.views = new Map();
    this.ran = new Set();
    this.worker = null;
    this.current = null;
  }

  /** Returns what the site knows about the page's cells, and about Python; fetched once. */
  async page() {
    this.description ??= this.#describe();
    try {
      return await this.description;
    } catch (error) {
      this.description = undefined; // the next click tries again
      throw error;
    }
  }

  async #describe() {
    const [page, site] = await Promise.all([
      fetchJson(new URL(`pages/${window.runInPage.settings.page}.json`, this.folder)),
      fetchJson(new URL("../pyodide/site.json", this.folder)),
    ]);
    const { missing, ...fetched } = packagesOf(page.cells, site);
    for (const cell of page.cells) cell.missing = cell.imports.filter((name) => missing.has(name));
    return { ...page, ...fetched };
  }

  view(number) {
    if (!this.views.has(number)) this.views.set(number, CellView.of(number));
    return this.views.get(number);
  }

  /**
   * Starts Python if need be, and then does `work`, which `view` tells of; `missing` says what keeps it from being done,
   * if anything does. One thing at a time: `stop` ends it.
   */
  async withPython(view, work, missing = () => "") {
    if (this.current !== null) {
      view.say("Something else is running on this page: wait for it, or stop it.");
      return;
    }
    if (location.protocol === "file:") {
      view.say("Python starts only in a page that a server sends: run `make serve`, and open the address that it names.");
      return;
    }
    this.current = view;
    try {
      const page = await this.page();
      const lacking = missing(page);
      if (lacking) {
        view.say(lacking);
        return;
      }
      if (!(await this.mayFetch(page, view))) {
        view.say("Nothing was fetched, and nothing has run.");
        return;
      }
      view.running(true, () => this.stop());
      if (await this.start(page, view)) await work(page);
    } catch (error) {
      this.end();
      view.say(`Python could not start: ${error.message}. Is there a network?`);
    } finally {
      this.current = null;
      view.running(false);
    }
  }

  /** Runs cell `number`, and first those above it that have not run. */
  run(number) {
    const view = this.view(number);
    const needs = (cell) => cell.missing.map((name) => ({ name, cell: cell.number }));
    const missing = ({ cells }) => {
      const own = needs(cells.find((cell) => cell.number === number));
      return own.length ? `This cell needs ${names(own)}, which Python in a browser does not have. It runs in a notebook on your computer.` : "";
    };
    return this.withPython(view, ({ cells }) => this.runUpTo(number, cells, view, needs), missing);
  }

  async runUpTo(number, cells, view, needs) {
    const last = Math.max(...cells.map((cell) => cell.number));
    const due = cells.filter((cell) => cell.number === number || (cell.number < number && !this.ran.has(cell.number)));
    for (const cell of due) {
      if (cell.missing.length) continue; // what it would have made is missing below, and Python says so
      const place = cell.number === number ? "" : ` (cell ${cell.number} of ${last}, which this one may need)`;
      view.say(`Running${place} …`);
      const ended = await this.runCell(cell);
      if (ended === "stopped") return;
      if (ended === "failed") {
        view.say(whyFailed(cell, number, due.flatMap(needs)));
        return;
      }
    }
    view.say("");
  }

  /** Asks Python for `question`'s answer; resolves with undefined where it was stopped. */
  async ask(view, question) {
    let answer;
    await this.withPython(view, async () => {
      view.say("Checking …");
      const came = await this.worker.ask(question, () => {});
      if (came.kind === "stopped") return;
      view.say(came.failed ? `The judge could not look at it: ${came.sentence}.` : "");
      if (!came.failed) answer = came;
    });
    return answer;
  }

  async runCell(cell) {
    const view = this.view(cell.number);
    const started = performance.now();
    view.begin();
    const answer = await this.worker.ask({ kind: "run", code: view.code ?? cell.code, number: cell.number }, (part) => view.stream(part));
    if (answer.kind === "stopped") return "stopped";
    view.show(answer, performance.now() - started);
    if (answer.failed) return "failed";
    this.ran.add(cell.number);
    return "done";
  }

  /** Asks before anything is fetched from another host; the answer "yes" is kept in this browser. */
  async mayFetch(page, view) {
    const { elsewhere } = page;
    if (this.worker || !elsewhere || agreedBefore(elsewhere.host)) return true;
    const yes = await view.ask(question(page));
    if (yes) agree(elsewhere.host);
    return yes;
  }

  async start(page, view) {
    if (this.worker) return true;
    const size = sizeInWords(page.site.bytes + (page.elsewhere?.bytes ?? 0));
    view.say(`Fetching Python (${size}; the browser keeps it) and starting it …`);
    this.worker = new PythonWorker(new URL(`worker.js?v=${window.runInPage.settings.version}`, this.folder));
    const answer = await this.worker.ask({ kind: "start", page: { ...page, cells: undefined }, folder: this.folder }, () => {});
    if (answer.failed) throw new Error(answer.sentence);
    return answer.kind !== "stopped";
  }

  /** Ends the worker: the only way to stop a loop that does not end. */
  stop() {
    const lost = this.ran.size;
    this.worker?.end();
    this.end();
    const what = lost ? `what ${lost === 1 ? "the cell" : `the ${lost} cells`} that had run made is gone` : "nothing else is lost";
    const view = this.current;
    view.clear();
    view.say(`Stopped. Python was ended with it, so ${what}; the next run starts anew, and runs the cells above first.`);
  }

  end() {
    this.worker = null;
    this.ran.clear();
  }

  /** Opens the code of cell `number` for writing; fetches the editor the first time. */
  async edit(number) {
    const view = this.view(number);
    const { openEditor } = await window.runInPage.fetchScript("editor");
    openEditor(view, {
      run: () => this.run(number),
      changed: () => this.ran.delete(number),
      reset: () => {
        this.ran.delete(number);
        view.reset();
      },
    });
  }
}

/** Returns what to say where `cell` failed on the way to cell `number`. */
function whyFailed(cell, number, missing) {
  if (missing.length) return `A cell above needs ${names(missing)}, which Python in a browser does not have: what it makes is missing here.`;
  return cell.number === number ? "" : `A cell above failed, cell ${cell.number} of the page: look there first.`;
}

const names = (missing) => [...new Set(missing.map(({ name }) => name))].join(" and ");

async function fetchJson(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.pathname} did not come (${response.status})`);
  return response.json();
}

function agreedBefore(host) {
  try {
    return localStorage.getItem(AGREED) === host;
  } catch {
    return false; // a browser that keeps nothing is asked on each page
  }
}

function agree(host) {
  try {
    localStorage.setItem(AGREED, host);
  } catch {
    // see above
  }
}
