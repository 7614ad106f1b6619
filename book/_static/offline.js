// Lets a page that was opened once open again without a network: service_worker.js keeps it, in this browser.
addEventListener("load", async () => {
  const { serviceWorker } = navigator; // not there in a page that was opened as a file
  if (!serviceWorker || !location.protocol.startsWith("http")) return;
  try {
    const seesAll = Boolean(serviceWorker.controller);
    await serviceWorker.register(new URL("service_worker.js", new URL(document.documentElement.dataset.content_root ?? "./", location.href)));
    if (seesAll) return;
    const { active } = await serviceWorker.ready;
    const keep = (addresses) => {
      active.postMessage({ loaded: addresses.filter((address) => address.startsWith(location.origin)) });
    };
    keep([location.href.split("#")[0]]);
    // Once it controls the page, the worker sees what that asks for. This tells of all before, also of what is still on
    // its way now: the icon, say.
    new PerformanceObserver((list) => {
      keep(list.getEntries().filter(({ workerStart }) => workerStart === 0).map(({ name }) => name));
    }).observe({ type: "resource", buffered: true });
  } catch {
    // then a network is needed, as for any page
  }
});
