// Whether the reader has agreed that something comes from another host; kept in this browser.
const KEY = "run-in-page-agreed";
const onThisPage = new Set(); // where a browser keeps nothing, each page asks

/** Tells whether the reader has agreed to fetch from `host`. */
export function agreed(host) {
  try {
    return onThisPage.has(host) || localStorage.getItem(KEY) === host;
  } catch {
    return onThisPage.has(host);
  }
}

/** Keeps that the reader has agreed. */
export function agree(host) {
  onThisPage.add(host);
  try {
    localStorage.setItem(KEY, host);
  } catch {
    // see above
  }
}
