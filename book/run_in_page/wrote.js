// What a reader wrote for the exercises, kept in this browser alone.
//
// Under "wrote:ASSIGNMENT/EXERCISE" lies {code, result}; `result` is {score, max_score, passed} of a check of just this
// code, or null. Where a browser keeps nothing, it is kept as long as the page is open.
const PREFIX = "wrote:";
const notKept = new Map(); // what the browser refused to keep

const keyOf = (assignment, exercise) => `${PREFIX}${assignment}/${exercise}`;

/** Returns what is kept for an exercise, or null. */
export function read(assignment, exercise) {
  const key = keyOf(assignment, exercise);
  try {
    return notKept.get(key) ?? JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

/** Keeps `code` and what a check of it came to. */
export function write(assignment, exercise, code, result = null) {
  const key = keyOf(assignment, exercise);
  try {
    localStorage.setItem(key, JSON.stringify({ code, result }));
    notKept.delete(key);
  } catch {
    notKept.set(key, { code, result });
  }
}

/** Forgets an exercise. */
export function erase(assignment, exercise) {
  const key = keyOf(assignment, exercise);
  notKept.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

/** Calls `changed` whenever another tab has written or erased an exercise. */
export function onChangeElsewhere(assignment, exercise, changed) {
  addEventListener("storage", ({ key }) => {
    if (key === null || key === keyOf(assignment, exercise)) changed(); // null where all was cleared
  });
}
