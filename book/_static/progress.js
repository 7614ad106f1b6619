// Remembers, in this browser alone, which pages were read to their end, and ticks them in
// the contents. Where the browser keeps nothing, nothing is ticked and all else works.
addEventListener("DOMContentLoaded", () => {
  const KEY = "read";
  const root = new URL(document.documentElement.dataset.content_root, location.href);
  const nameOf = (url) => new URL(url, location.href).pathname.slice(root.pathname.length);

  const load = () => {
    try {
      return new Set(JSON.parse(localStorage.getItem(KEY)) ?? []);
    } catch {
      return new Set();
    }
  };

  const tick = () => {
    const read = load();
    for (const link of document.querySelectorAll(".bd-links a.reference.internal, .cards a")) {
      const done = read.has(nameOf(link.href));
      link.classList.toggle("read", done);
      if (done) link.setAttribute("aria-description", "read");
    }
  };

  const end = document.querySelector(".prev-next-footer");
  if (end && document.querySelector(".place")) {
    new IntersectionObserver((seen, observer) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      observer.disconnect();
      try {
        localStorage.setItem(KEY, JSON.stringify([...load().add(nameOf(location.href))]));
      } catch {
        return;
      }
      tick();
    }).observe(end);
  }
  tick();
});
