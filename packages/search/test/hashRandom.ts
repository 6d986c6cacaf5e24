import type { Random } from "../src/index.ts";

/** A test's own Random: 53 bits out of a hash of seed and purpose (mixing steps of MurmurHash3's finaliser). */
export const hashRandom = (seed: number): Random => {
  const mix = (state: number): number => {
    const a = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    const b = Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
    return (b ^ (b >>> 16)) >>> 0;
  };
  return {
    uniform: (purpose) => {
      const start = mix(seed ^ 0x9e3779b9);
      const hash = [...purpose].reduce(
        (state, letter) => mix(Math.imul(state, 31) + letter.charCodeAt(0)),
        start,
      );
      return ((hash >>> 5) * 2 ** 26 + (mix(hash ^ 0x27d4eb2f) >>> 6)) / 2 ** 53;
    },
  };
};
