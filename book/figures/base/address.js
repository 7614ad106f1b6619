// The state of the figures in the page's address: #scores.cat=6.1&scores.truth=car.
//
// Each value has its figure's name before it, so figures do not disturb each other. A hash
// without "=" is an ordinary anchor, and stays until a figure is moved.

const entries = () => {
  const hash = location.hash.slice(1);
  return hash.includes("=") ? [...new URLSearchParams(hash)] : [];
};

/** Returns what the address says about a figure, as text by name. */
export function read(figure) {
  const prefix = `${figure}.`;
  return Object.fromEntries(
    entries()
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}

/** Puts a figure's values (text by name) into the address in the place of those it had there. */
export function write(figure, values) {
  const kept = entries().filter(([key]) => !key.startsWith(`${figure}.`));
  const own = Object.entries(values).map(([key, value]) => [`${figure}.${key}`, value]);
  const all = new URLSearchParams([...kept, ...own]).toString();
  if (!all && !location.hash.includes("=")) return; // an ordinary anchor stays
  try {
    history.replaceState(history.state, "", all ? `#${all}` : location.pathname + location.search);
  } catch {
    // A browser that refuses (too often, or for a file) only loses the address.
  }
}
