// One layer of a convolutional network in loops, forward and back, and max pooling.
// An image is a list of channels, filters a list of such lists; each channel a list of rows.

const indices = (n) => Array.from({ length: n }, (_, i) => i);
const table = (rows, columns, value) =>
  indices(rows).map((i) => indices(columns).map((j) => value(i, j)));
const sum = (values) => values.reduce((total, value) => total + value, 0);

/** Returns an image with a frame of zeros around each channel, `pad` wide. */
export function padded(image, pad) {
  return image.map((channel) =>
    table(channel.length + 2 * pad, channel[0].length + 2 * pad, (r, s) => channel[r - pad]?.[s - pad] ?? 0),
  );
}

/**
 * Returns how often a window of `f` pixels stops on `n` pixels with a frame of `pad`:
 * { stops, leftOver }, where `leftOver` pixels at the end lie in no window.
 */
export function stopsOf(n, f, stride, pad) {
  const room = n + 2 * pad - f;
  return { stops: Math.floor(room / stride) + 1, leftOver: room % stride };
}

/**
 * Returns what one output is made of: { products, sums, value }. `products` has for each channel
 * the window times the filter, entry by entry; `sums` their sums; `value` adds the bias.
 */
export function output(image, filter, bias, stride, pad, i, j) {
  const framed = padded(image, pad);
  const products = filter.map((weights, c) =>
    weights.map((row, p) => row.map((w, q) => w * framed[c][i * stride + p][j * stride + q])),
  );
  const sums = products.map((channel) => sum(channel.flat()));
  return { products, sums, value: sum(sums) + bias };
}

/** Returns the maps of a layer, one for each filter. */
export function forward(image, filters, biases, stride, pad) {
  const f = filters[0][0].length;
  const rows = stopsOf(image[0].length, f, stride, pad).stops;
  const columns = stopsOf(image[0][0].length, f, stride, pad).stops;
  return filters.map((filter, k) =>
    table(rows, columns, (i, j) => output(image, filter, biases[k], stride, pad, i, j).value),
  );
}

/**
 * Returns which outputs a pixel is in, of maps with rows × columns numbers, and by which weight:
 * a list of { k, i, j, weight }. Its slope in each is that weight.
 */
export function senders(filters, c, r, s, stride, pad, rows, columns) {
  return filters.flatMap((filter, k) =>
    table(rows, columns, (i, j) => {
      const weight = filter[c][r + pad - i * stride]?.[s + pad - j * stride];
      return weight === undefined ? null : { k, i, j, weight };
    })
      .flat()
      .filter(Boolean),
  );
}

/** Returns the gradient of an image (channels × height × width) from those of the maps. */
export function backward(upstream, filters, stride, pad, height, width) {
  const [rows, columns] = [upstream[0].length, upstream[0][0].length];
  return filters[0].map((_, c) =>
    table(height, width, (r, s) =>
      sum(
        senders(filters, c, r, s, stride, pad, rows, columns).map(
          ({ k, i, j, weight }) => upstream[k][i][j] * weight,
        ),
      ),
    ),
  );
}

/** Returns a filter's channel turned by 180 degrees. */
export function turned(weights) {
  return [...weights].reverse().map((row) => [...row].reverse());
}

/**
 * Returns max pooling over blocks of size × size: { values, winners }, where a winner is the
 * place [r, s] of a block's largest number, the first in reading order where two are equal.
 */
export function pool(map, size) {
  const winners = table(map.length / size, map[0].length / size, (i, j) => {
    const places = table(size, size, (p, q) => [i * size + p, j * size + q]).flat();
    return places.reduce((best, place) => (map[place[0]][place[1]] > map[best[0]][best[1]] ? place : best));
  });
  return { values: winners.map((row) => row.map(([r, s]) => map[r][s])), winners };
}

/** Returns the gradient of a map from that of its pooled values: all to the winners. */
export function routed(upstream, winners, height, width) {
  const gradient = table(height, width, () => 0);
  winners.forEach((row, i) => row.forEach(([r, s], j) => (gradient[r][s] += upstream[i][j])));
  return gradient;
}
