// Lets a page that was opened once open again without a network: service_worker.js keeps it, in this browser.
addEventListener("load", async () => {
  const { serviceWorker } = navigator; // not there in a page that was opened as a file
  if (!serviceWorker || !location.protocol.startsWith("http")) return;
  try {
    const isFirst = !serviceWorker.controller;
    await serviceWorker.register(new URL("service_worker.js", new URL(document.documentElement.dataset.content_root ?? "./", location.href)));
    if (!isFirst) return;
    const { active } = await serviceWorker.ready;
    const loaded = [location.href.split("#")[0], ...performance.getEntriesByType("resource").map(({ name }) => name)];
    active.postMessage({ loaded: loaded.filter((address) => address.startsWith(location.origin)) });
  } catch {
    // then a network is needed, as for any page
  }
});
