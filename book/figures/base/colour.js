// Colours of the styles on a canvas.

/** Returns red, green and blue, from 0 to 255, of a colour of the styles. */
export function channels(context, colour) {
  context.fillStyle = colour;
  const hex = context.fillStyle; // as the browser writes it: #rrggbb
  return [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));
}
