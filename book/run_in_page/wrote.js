// What a reader wrote for the exercises, kept in this browser alone.
//
// Under "wrote:ASSIGNMENT/EXERCISE" lies {code, result}; `result` is {score, max_score, passed} of a check of just this
// code, or null. Where a browser keeps nothing, it is kept as long as the page is open.
const PREFIX = "wrote:";
const kept = new Map();

/** Returns what is kept for an exercise, or null. */
export function read(assignment, exercise) {
  const key = `${PREFIX}${assignment}/${exercise}`;
  try {
    return JSON.parse(localStorage.getItem(key)) ?? kept.get(key) ?? null;
  } catch {
    return kept.get(key) ?? null;
  }
}

/** Keeps `code` and what a check of it came to. */
export function write(assignment, exercise, code, result = null) {
  const key = `${PREFIX}${assignment}/${exercise}`;
  kept.set(key, { code, result });
  try {
    localStorage.setItem(key, JSON.stringify({ code, result }));
  } catch {
    // the page still has it
  }
}

/** Forgets an exercise. */
export function erase(assignment, exercise) {
  const key = `${PREFIX}${assignment}/${exercise}`;
  kept.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}
