// Random numbers that are the same at each visit.

/** Returns a generator (mulberry32) of numbers from 0 up to 1, the same for the same seed. */
export function generator(seed) {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0; // seeds that are neighbours begin far apart
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Returns so many numbers of a generator, for tests. */
export function numbers(seed, count) {
  const next = generator(seed);
  return Array.from({ length: count }, next);
}
