// Sizes, times and questions in plain words.

/** Returns a size in bytes as "12 MB". */
export const sizeInWords = (bytes) => `${Math.max(1, Math.round(bytes / 1e6))} MB`;

/** Returns what a run took: `seconds`, and the `bytes` of memory that Python has by then. */
export const costInWords = (seconds, bytes) =>
  `It took ${seconds < 0.1 ? "less than 0.1" : seconds.toFixed(1)} seconds. Python takes ${sizeInWords(bytes)} of memory on this page.`;

/** Returns the question that is asked before anything comes from another host; `own` are the bytes from this site. */
export function question(own, { host, names, bytes }) {
  return (
    `To run code here, this page fetches Python (${sizeInWords(own)}, from this site) and ` +
    `${names.join(", ")} (about ${sizeInWords(bytes)}, from ${host}, which then ` +
    "learns your address on the network). The browser keeps both, and what you write stays in it. Python " +
    "takes memory as long as the page is open."
  );
}
