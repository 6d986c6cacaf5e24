import type { Draws } from "./Initializer.ts";

/** Where the normal is cut, in its own standard deviations. */
const cut = 2;

/**
 * Standard deviation of the standard normal cut at ±2: √(1 − 2·2·φ(2) / (2Φ(2) − 1)), that is a variance of 0.77374.
 * Keras and TensorFlow divide by it.
 */
export const truncatedStd = 0.8796256610342398;

/** Standard normal given that |z| ≤ 2: what lies outside, 4.55 %, is left out and the next draw taken. */
export const truncatedNormals = (count: number, { normals }: Draws): Float32Array => {
  // the first draws are the same however many are asked for, so more may be asked for until enough are inside
  for (let drawn = Math.ceil(count * 1.1) + 16; ; drawn *= 2) {
    const inside = normals(drawn).filter((draw) => Math.abs(draw) <= cut);
    if (inside.length >= count) return inside.slice(0, count);
  }
};
