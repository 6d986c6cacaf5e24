/** Moves numbers about, whatever they are: float32, int32 or bool, 4 bytes each. */
import { storePair } from "./pair";

/** `size` times the 4 bytes of `bits`. */
export function fill(out: usize, bits: i32, size: i32): void {
  const four = i32x4.splat(bits);
  const bytes: usize = <usize>size << 2;
  for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, four);
}

export function copy(x: usize, out: usize, size: i32): void {
  memory.copy(out, x, <usize>size << 2);
}

/** `count` numbers that stand side by side. */
@inline
function copyLine(from: usize, to: usize, count: i32): void {
  let left = count;
  let at: usize = 0;
  for (; left >= 4; left -= 4) {
    v128.store(to + at, v128.load(from + at));
    at += 16;
  }
  for (; left > 0; left--) {
    store<i32>(to + at, load<i32>(from + at));
    at += 4;
  }
}

/** out [d0, d1, d2, d3], each number from x at the strides s0 … s3 in elements: transposes, repeats and slices. */
export function rearrange(
  x: usize, out: usize, offset: i32, d0: i32, d1: i32, d2: i32, d3: i32, s0: i32, s1: i32, s2: i32, s3: i32,
): void {
  let to = out;
  const step: usize = <usize>s3 << 2;
  for (let i = 0; i < d0; i++) {
    for (let j = 0; j < d1; j++) {
      for (let k = 0; k < d2; k++) {
        let from = x + (<usize>(offset + i * s0 + j * s1 + k * s2) << 2);
        if (s3 == 1) {
          copyLine(from, to, d3);
          to += <usize>d3 << 2;
        } else {
          for (let l = 0; l < d3; l++) {
            store<i32>(to, load<i32>(from));
            from += step;
            to += 4;
          }
        }
      }
    }
  }
}

/** The other way: x [d0, d1, d2, d3], each number to its place in `out`, at strides in elements. */
export function place(
  x: usize, out: usize, offset: i32, d0: i32, d1: i32, d2: i32, d3: i32, s0: i32, s1: i32, s2: i32, s3: i32,
): void {
  let from = x;
  for (let i = 0; i < d0; i++) {
    for (let j = 0; j < d1; j++) {
      for (let k = 0; k < d2; k++) {
        let to = out + (<usize>(offset + i * s0 + j * s1 + k * s2) << 2);
        if (s3 == 1) {
          copyLine(from, to, d3);
          from += <usize>d3 << 2;
        } else {
          for (let l = 0; l < d3; l++) {
            store<i32>(to, load<i32>(from));
            from += 4;
            to += <usize>s3 << 2;
          }
        }
      }
    }
  }
}

/** out [size, depth]: the bits `on` in the column that the int32 index names, `off` elsewhere. */
export function oneHot(indices: usize, out: usize, size: i32, depth: i32, on: i32, off: i32): void {
  let to = out;
  for (let i = 0; i < size; i++) {
    const index = load<i32>(indices + (<usize>i << 2));
    for (let j = 0; j < depth; j++) {
      store<i32>(to, j == index ? on : off);
      to += 4;
    }
  }
}

/** `yes` where the condition is not 0, else `no`. */
export function select(condition: usize, yes: usize, no: usize, out: usize, size: i32): void {
  const bytes: usize = <usize>size << 2;
  const zero = i32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 32) {
    const where0 = i32x4.ne(v128.load(condition + at), zero);
    const where1 = i32x4.ne(v128.load(condition + at, 16), zero);
    const yes0 = v128.load(yes + at);
    const yes1 = v128.load(yes + at, 16);
    const no0 = v128.load(no + at);
    const no1 = v128.load(no + at, 16);
    storePair(out + at, v128.bitselect(yes0, no0, where0), v128.bitselect(yes1, no1, where1));
  }
}
