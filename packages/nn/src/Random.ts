/**
 * Random numbers as pure functions of (seed, purpose, epoch, iteration). Nothing is advanced: a resumed run, a
 * re-run and a run beside others draw the same bits.
 *
 * A purpose is a path, `train/dropout/layers.1`. The counter of a draw is (block, epoch, iteration, 0); its fourth
 * word tells draws from derived seeds (1) and from the folding of names (2^31 + length).
 */
import { type Key, philox, philoxInto, type Words } from "./philox.ts";

export interface Stream {
  readonly key: Key;
}

const folding = 0x80000000;
const bytesPerBlock = 12;
const two24 = 2 ** 24;
const two32 = 2 ** 32;

/** The counters that fold `name` into a key, 12 of its bytes in each: three words of the name and its length. */
export const nameWords = (name: string): ReadonlyArray<Words> => {
  const bytes = new TextEncoder().encode(name);
  const length = (folding | bytes.length) >>> 0;
  return Array.from({ length: Math.max(1, Math.ceil(bytes.length / bytesPerBlock)) }, (_, index) => {
    const block = new DataView(new ArrayBuffer(bytesPerBlock));
    bytes.subarray(index * bytesPerBlock, (index + 1) * bytesPerBlock).forEach((byte, at) => {
      block.setUint8(at, byte);
    });
    return [block.getUint32(0), block.getUint32(4), block.getUint32(8), length];
  });
};

/** The stream of `name` below `parent`. Philox is used as a hash here, for spread and not for secrecy. */
export const fold = (parent: Stream, name: string): Stream => {
  let { key } = parent;
  for (const counter of nameWords(name)) {
    const hashed = philox(counter, key);
    key = [hashed[0], hashed[1]];
  }
  return { key };
};

/** `stream(7, "a/b")` is `fold(stream(7, "a"), "b")`. A seed is an integer of up to 53 bits. */
export const stream = (seed: number, purpose: string): Stream => {
  const root: Stream = { key: [seed >>> 0, Math.floor(seed / two32) >>> 0] };
  return purpose.split("/").reduce(fold, root);
};

/** A seed of 53 bits for what stands at `path` below `seed`: `derive(7, "repeat", 1)`. */
export const derive = (seed: number, ...path: ReadonlyArray<string | number>): number => {
  const [high, low] = philox([0, 0, 0, 1], stream(seed, path.join("/")).key);
  return high * 2 ** 21 + (low >>> 11);
};

const words = ({ key }: Stream, count: number, epoch: number, iteration: number): Uint32Array => {
  const result = new Uint32Array(Math.ceil(count / 4) * 4);
  for (let block = 0; block * 4 < count; block++) {
    philoxInto(result, block * 4, block, epoch, iteration, 0, key);
  }
  return result.subarray(0, count);
};

/** Uniform on [0, 1), multiples of 2^-24: exact in float32. */
export const uniforms = (from: Stream, count: number, epoch = 0, iteration = 0): Float32Array =>
  Float32Array.from(words(from, count, epoch, iteration), (word) => (word >>> 8) / two24);

/** Standard normal. Box & Muller 1958: sqrt(-2 ln u1) times cos and sin of 2 pi u2, u1 in (0, 1]. */
export const normals = (from: Stream, count: number, epoch = 0, iteration = 0): Float32Array => {
  const drawn = words(from, count + (count % 2), epoch, iteration);
  const result = new Float32Array(drawn.length);
  for (let at = 0; at < drawn.length; at += 2) {
    const radius = Math.sqrt(-2 * Math.log((drawn[at]! + 1) / two32));
    const angle = 2 * Math.PI * (drawn[at + 1]! / two32);
    result[at] = radius * Math.cos(angle);
    result[at + 1] = radius * Math.sin(angle);
  }
  return result.subarray(0, count);
};

/** The integers 0 to `length` - 1 in random order: Fisher-Yates, each draw unbiased by rejection. */
export const permutation = ({ key }: Stream, length: number, epoch = 0, iteration = 0): Int32Array => {
  const order = new Int32Array(length);
  for (let at = 0; at < length; at++) order[at] = at;
  const drawn = new Uint32Array(256);
  let used = drawn.length;
  let block = 0;
  for (let last = length - 1; last > 0; ) {
    if (used === drawn.length) {
      for (let at = 0; at < drawn.length; at += 4) philoxInto(drawn, at, block++, epoch, iteration, 0, key);
      used = 0;
    }
    const bound = last + 1;
    const word = drawn[used++]!;
    const multiple = Math.floor(word / bound) * bound; // quicker than the remainder of doubles, and exact
    if (multiple + bound > two32) continue; // the last words would favour small remainders
    const other = word - multiple;
    const kept = order[last]!;
    order[last--] = order[other]!;
    order[other] = kept;
  }
  return order;
};
