// Which packages code needs, where they come from, and how much that is.

/**
 * Returns what `cells` need, each of which names the modules that it imports: `packages` (names), `missing` (a set of
 * modules that no package brings), `bytes` (all there is to fetch for them, Python itself among it) and `elsewhere`
 * ({host, names, bytes}; undefined where nothing comes from another host). `site` is what the build wrote down.
 */
export function packagesOf(cells, site) {
  const missing = new Set();
  const packages = new Set();
  const add = (name) => {
    if (packages.has(name) || !(name in site.packages)) return;
    packages.add(name);
    site.packages[name].depends.forEach(add);
  };
  for (const module of new Set(cells.flatMap(({ imports }) => imports))) {
    const found = Object.keys(site.packages).find((name) => site.packages[name].imports.includes(module));
    if (found) add(found);
    else missing.add(module);
  }
  const bytes = [...packages].reduce((sum, name) => sum + site.packages[name].bytes, 0);
  const largest = [...packages].filter((name) => site.packages[name].bytes > 2e6);
  return {
    packages: [...packages],
    missing,
    bytes: site.bytes + bytes,
    elsewhere: site.host && packages.size ? { host: site.host, names: largest.length ? largest : [...packages], bytes } : undefined,
  };
}
