// Keeps what a reader has opened of this site, so that it opens again without a network.
//
// With a network everything comes from there, as if this script were not: what is kept is looked at only when a request
// fails, so it never hides a newer build. It lies at the site's root, since it serves what lies below its own folder.
const KEPT = `kept: ${self.registration.scope}`; // other sites of the same host have their own
const NOT_KEPT =
  '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
  "<title>No network</title><h1>No network</h1><p>This browser keeps the pages that it has opened, and this one is not " +
  "among them. Open it once there is a network again.</p></html>";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith("http")) event.respondWith(answer(event));
});

// The first page came before this script could see it: it names what it has loaded.
self.addEventListener("message", (event) => {
  const keepAll = event.data.loaded.map(async (address) => keep(address, await fetch(address)));
  event.waitUntil(Promise.allSettled(keepAll));
});

async function answer(event) {
  const { request } = event;
  try {
    const response = await fetch(request.mode === "navigate" ? unseen(request) : request);
    event.waitUntil(keep(request, response.clone()).catch(() => {})); // a full disk is no reader's concern
    return response;
  } catch (error) {
    const kept = await caches.open(KEPT);
    const found = (await kept.match(request)) ?? (await kept.match(request, { ignoreSearch: true, ignoreVary: true }));
    if (found) return found;
    if (request.mode !== "navigate") throw error;
    return new Response(NOT_KEPT, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
}

/** Returns a request for a page that the browser's own cache does not answer without asking the server. */
function unseen({ url }) {
  return new Request(url, { cache: "no-cache", redirect: "manual" });
}

/** Keeps a whole, plain response, unless it is kept already; what came before under its address goes. */
async function keep(request, response) {
  const plain = response.status === 200 && ["basic", "cors"].includes(response.type) && !response.redirected;
  const kept = await caches.open(KEPT);
  if (!plain || isSame(response, await kept.match(request))) {
    response.body?.cancel();
    return;
  }
  await kept.put(request, response);
  const address = response.url;
  for (const other of await kept.keys(request, { ignoreSearch: true })) {
    if (other.url !== address) await kept.delete(other);
  }
}

/** Tells whether the server says that a response is what is kept: Python's own files need not be written each time. */
function isSame(response, kept) {
  const stamp = ({ headers }) => ["ETag", "Last-Modified", "Content-Length"].map((name) => headers.get(name)).join();
  return kept !== undefined && response.headers.has("Last-Modified") && stamp(response) === stamp(kept);
}
