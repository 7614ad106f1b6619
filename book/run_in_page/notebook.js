// The assignment's notebook with what was written in the page: the one that the course grades.
import { read } from "./wrote.js";

/** Fetches JSON; throws an Error with a sentence where it does not come. */
export async function fetchJson(address) {
  const response = await fetch(address).catch(() => ({ ok: false, status: "no network, or the page was opened as a file" }));
  if (!response.ok) throw new Error(`${new URL(address).pathname.split("/").pop()} did not come (${response.status})`);
  return response.json();
}

/** Returns the notebook's JSON with the reader's code in its cells. */
export function filled(notebook, assignment) {
  for (const cell of notebook.cells) {
    const { solution, grade_id: exercise } = cell.metadata.nbgrader ?? {};
    const wrote = solution && read(assignment, exercise);
    if (wrote) cell.source = wrote.code;
  }
  return notebook;
}

/** Hands the reader NAME.ipynb, filled. */
export async function download(folder, assignment) {
  const notebook = filled(await fetchJson(new URL(`../write/${assignment}.ipynb`, folder)), assignment);
  const address = URL.createObjectURL(new Blob([JSON.stringify(notebook, null, 1)], { type: "application/x-ipynb+json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${assignment}.ipynb`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
