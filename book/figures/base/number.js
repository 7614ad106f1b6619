// Numbers as the book writes them: with a real minus sign, and never "−0.00".

/** Returns a number with so many decimals. */
export function fixed(value, decimals = 2) {
  if (Number.isNaN(value)) return "undefined";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/** Returns a number with at most so many decimals, and none that say nothing: 3.5, not 3.50. */
export function shortest(value, decimals = 3) {
  const text = fixed(value, decimals);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
