// Sizes and questions in plain words.

/** Returns a size in bytes as "12 MB". */
export const sizeInWords = (bytes) => `${Math.max(1, Math.round(bytes / 1e6))} MB`;

/** Returns the question that is asked before anything comes from another host. */
export function question({ site, elsewhere }) {
  return (
    `To run code here, this page fetches Python (${sizeInWords(site.bytes)}, from this site) and ` +
    `${elsewhere.names.join(", ")} (about ${sizeInWords(elsewhere.bytes)}, from ${elsewhere.host}, which then ` +
    "learns your address on the network). The browser keeps both, and what you write stays in it. Python " +
    "takes memory as long as the page is open."
  );
}
