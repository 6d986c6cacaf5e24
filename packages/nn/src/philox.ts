/**
 * Philox4x32-10: a counter and a key to four random words, without state. J. Salmon, M. Moraes, R. Dror, D. Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 3.3; the constants are Random123's.
 */
export type Words = readonly [number, number, number, number];
export type Key = readonly [number, number];

const rounds = 10;
const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;

/** The upper 32 bits of a 64-bit product. */
const mulHigh = (a: number, b: number): number => {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const lowHigh = aLow * bHigh;
  const highLow = aHigh * bLow;
  const carry = ((aLow * bLow) >>> 16) + (lowHigh & 0xffff) + (highLow & 0xffff);
  return aHigh * bHigh + (lowHigh >>> 16) + (highLow >>> 16) + (carry >>> 16);
};

/** Words are unsigned 32-bit integers. */
export const philox = ([w0, w1, w2, w3]: Words, key: Key): Words => {
  const words = new Uint32Array(4);
  philoxInto(words, 0, w0, w1, w2, w3, key);
  return [words[0]!, words[1]!, words[2]!, words[3]!];
};

/** The same, its words written to `into` from `at` on: nothing is made for a block. */
export const philoxInto = (
  into: Uint32Array,
  at: number,
  w0: number,
  w1: number,
  w2: number,
  w3: number,
  key: Key,
): void => {
  let [c0, c1, c2, c3] = [w0, w1, w2, w3];
  let [k0, k1] = key;
  for (let round = 0; round < rounds; round++) {
    const high0 = mulHigh(c0, multiplier0);
    const high1 = mulHigh(c2, multiplier1);
    const low0 = Math.imul(c0, multiplier0);
    const low1 = Math.imul(c2, multiplier1);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + weyl0) | 0;
    k1 = (k1 + weyl1) | 0;
  }
  into[at] = c0;
  into[at + 1] = c1;
  into[at + 2] = c2;
  into[at + 3] = c3;
};
