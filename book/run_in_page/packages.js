// Which packages a page's cells need, where they come from, and how much that is.

const ALWAYS = ["matplotlib"]; // its settings make figures look like the book's

/**
 * Returns `packages` (names), `missing` (a set of modules that no package brings), `site` ({bytes} from this site) and
 * `elsewhere` ({host, names, bytes}; undefined where everything is here). `site` is what the build wrote down.
 */
export function packagesOf(cells, site) {
  const modules = new Set([...ALWAYS, ...cells.flatMap(({ imports }) => imports)]);
  const missing = new Set();
  const packages = new Set();
  const add = (name) => {
    if (packages.has(name) || !(name in site.packages)) return;
    packages.add(name);
    site.packages[name].depends.forEach(add);
  };
  for (const module of modules) {
    const found = Object.keys(site.packages).find((name) => site.packages[name].imports.includes(module));
    if (found) add(found);
    else missing.add(module);
  }
  const bytes = [...packages].reduce((sum, name) => sum + site.packages[name].bytes, 0);
  const largest = [...packages].filter((name) => site.packages[name].bytes > 2e6);
  return {
    packages: [...packages],
    missing,
    site: { bytes: site.bytes + (site.host ? 0 : bytes) },
    elsewhere: site.host ? { host: site.host, names: largest, bytes } : undefined,
  };
}
