// One session of Python for a page: which cells have run, and what a click does.
import { CellView } from "./cell_view.js";
import { agree, agreed } from "./consent.js";
import { fetchJson } from "./notebook.js";
import { packagesOf } from "./packages.js";
import { PythonWorker, Stopped } from "./python_worker.js";
import { costInWords, question, sizeInWords } from "./words.js";

const NO_SERVER = "Python starts only in a page that a server sends: run `make serve`, and open the address that it names.";
const IN_A_BROWSER = "which Python in a browser does not have";
const JUDGE = [{ imports: ["numpy"] }]; // what it imports beside Python's own modules
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
    this.loaded = new Set();
    this.worker = null;
    this.current = null; // what the reader asked for
    this.running = null; // and which cell that has come to
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
    const { missing } = packagesOf(page.cells, site);
    for (const cell of page.cells) cell.missing = cell.imports.filter((name) => missing.has(name));
    return { ...page, site };
  }

  view(number) {
    if (!this.views.has(number)) this.views.set(number, CellView.of(number));
    return this.views.get(number);
  }

  /** Does `work`, which `view` tells of: one thing at a time. */
  async alone(view, work) {
    if (this.current !== null) {
      view.say("Something else is running on this page: wait for it, or stop it.");
      return;
    }
    if (location.protocol === "file:") {
      view.say(NO_SERVER);
      return;
    }
    this.current = view;
    try {
      await work(await this.page());
    } catch (error) {
      if (error instanceof Stopped) return; // who stopped it has said so
      this.running?.clear();
      view.say(`${this.#whatBroke(error)}: ${error.message}. Is there a network?`);
    } finally {
      this.current = this.running = null;
      view.running(false);
    }
  }

  /** Returns what to say of an error that is none of the reader's code; ends what cannot go on. */
  #whatBroke({ over }) {
    if (this.worker?.started && !over) return "This does not work now";
    const what = this.worker?.started ? "Python ended, and the next run starts anew" : "Python could not start";
    this.end();
    return what;
  }

  /** Runs cell `number`, and first those above it that have not run. */
  run(number) {
    const view = this.view(number);
    return this.alone(view, async (page) => {
      const due = page.cells.filter((cell) => cell.number === number || (cell.number < number && !this.ran.has(cell.number)));
      const { missing } = due.at(-1);
      if (missing.length && view.code === null) {
        view.say(`This cell needs ${missing.join(" and ")}, ${IN_A_BROWSER}. It runs in a notebook on your computer.`);
        return;
      }
      if (await this.start(page, due, view)) await this.runAll(due, page, view);
    });
  }

  async runAll(due, page, view) {
    const { number } = due.at(-1);
    const last = Math.max(...page.cells.map((cell) => cell.number));
    for (const cell of due) {
      if (cell.missing.length && this.view(cell.number).code === null) continue; // Python says what is missing below
      const place = cell.number === number ? "" : ` (cell ${cell.number} of ${last}, which this one may need)`;
      view.say(`Running${place} …`);
      const answer = await this.runCell(cell, page, view);
      if (!answer) return;
      view.say(answer.failed ? whyFailed(cell, number, due) : costInWords(answer.seconds, answer.bytes));
      if (answer.failed) return;
    }
  }

  /** Runs one cell; resolves with what it came to, or with nothing where the reader did not want to fetch. */
  async runCell(cell, page, asked) {
    const view = this.view(cell.number);
    const code = view.code ?? cell.code;
    const { imports } = view.code === null ? cell : await this.worker.ask({ kind: "imports", code });
    if (!(await this.fetch([{ imports }, cell], page, asked, code))) return undefined;
    this.running = view;
    view.begin();
    const answer = await this.worker.ask({ kind: "run", code, number: cell.number }, (part) => view.stream(part));
    view.show(answer);
    if (!answer.failed) this.ran.add(cell.number);
    return answer;
  }

  /** Asks the judge; resolves with nothing where it was stopped, or could not look. */
  async check(view, question) {
    let answer;
    await this.alone(view, async (page) => {
      if (!(await this.start(page, JUDGE, view)) || !(await this.fetch(JUDGE, page, view))) return;
      view.say("Checking …");
      answer = await this.worker.ask({ kind: "check", ...question });
      view.say("");
    });
    return answer;
  }

  /** Starts Python if need be, where the reader agrees to what `cells` need. */
  async start(page, cells, view) {
    const needed = packagesOf(cells, page.site);
    if (!(await this.mayFetch(needed, page, view))) return false;
    view.running(true, () => this.stop());
    if (this.worker) return true;
    view.say(`Fetching Python (${sizeInWords(needed.bytes)}; the browser keeps it) and starting it …`);
    this.worker = new PythonWorker(new URL(`worker.js?v=${window.runInPage.settings.version}`, this.folder));
    await this.worker.ask({ kind: "start", files: page.files, home: page.folder, folder: this.folder });
    this.worker.started = true;
    return true;
  }

  /** Fetches the packages that `cells` need; for `code` that the reader wrote, also such as no page needs. */
  async fetch(cells, page, view, code) {
    const needed = packagesOf(cells, page.site);
    if (!(await this.mayFetch(needed, page, view))) return false;
    const others = !page.site.host || agreed(page.site.host) ? code : undefined;
    const due = needed.packages.filter((name) => !this.loaded.has(name));
    if (due.length || (others && needed.missing.size)) await this.worker.ask({ kind: "load", packages: due, code: others });
    for (const name of due) this.loaded.add(name);
    return true;
  }

  /** Asks before anything is fetched from another host, about all that the page may need from there. */
  async mayFetch(needed, page, view) {
    if (!needed.elsewhere || agreed(needed.elsewhere.host)) return true;
    const all = packagesOf([...page.cells, ...JUDGE], page.site);
    const { worker } = this;
    const yes = await view.ask(question(page.site.bytes, all.elsewhere));
    if (this.worker !== worker) throw new Stopped(); // meanwhile
    if (yes) agree(needed.elsewhere.host);
    else view.say("Nothing was fetched, and nothing has run.");
    return yes;
  }

  /** Ends the worker: the only way to stop a loop that does not end. */
  stop() {
    const lost = this.ran.size;
    this.end();
    const what = lost ? `what ${lost === 1 ? "the cell" : `the ${lost} cells`} that had run made is gone` : "nothing else is lost";
    this.running?.clear();
    this.current.clear();
    this.current.say(`Stopped. Python was ended with it, so ${what}; the next run starts anew, and runs the cells above first.`);
  }

  end() {
    this.worker?.end();
    this.worker = null;
    this.ran.clear();
    this.loaded.clear();
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

/** Returns what to say where `cell` failed on the way to cell `number`; `due` were to run. */
function whyFailed(cell, number, due) {
  const missing = [...new Set(due.filter((above) => above.number < cell.number).flatMap((above) => above.missing))];
  if (missing.length) return `A cell above needs ${missing.join(" and ")}, ${IN_A_BROWSER}: what it makes is missing here.`;
  return cell.number === number ? "" : `A cell above failed, cell ${cell.number} of the page: look there first.`;
}
