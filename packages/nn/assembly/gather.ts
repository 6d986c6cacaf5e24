/** Rows by their indices, and sums of rows by index. An index out of range reads and writes nothing of x. */
import { storePair } from "./pair";

/** x [outer, rows, width], int32 indices [count] → out [outer, count, width]; NaN where there is no such row. */
export function gather(
  x: usize, indices: usize, out: usize, outer: i32, rows: i32, count: i32, width: i32,
): void {
  const line = <usize>width << 2;
  let to = out;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < count; i++) {
      const row = load<i32>(indices + (<usize>i << 2));
      if (row >= 0 && row < rows) {
        const from = x + <usize>(o * rows + row) * line;
        for (let at: usize = 0; at < line; at += 4) store<i32>(to + at, load<i32>(from + at));
      } else {
        for (let at: usize = 0; at < line; at += 4) store<f32>(to + at, NaN);
      }
      to += line;
    }
  }
}

/** x [count, width], int32 indices [count] → out [rows, width]: the sum of the rows of each index, in their order. */
export function segmentSum(x: usize, indices: usize, out: usize, count: i32, width: i32, rows: i32): void {
  const line = <usize>width << 2;
  memory.fill(out, 0, <usize>rows * line);
  for (let i = 0; i < count; i++) {
    const row = load<i32>(indices + (<usize>i << 2));
    if (row < 0 || row >= rows) continue;
    const to = out + <usize>row * line;
    const from = x + <usize>i * line;
    let at: usize = 0;
    for (; at + 32 <= line; at += 32) {
      const sum0 = f32x4.add(v128.load(to + at), v128.load(from + at));
      const sum1 = f32x4.add(v128.load(to + at, 16), v128.load(from + at, 16));
      storePair(to + at, sum0, sum1);
    }
    for (; at + 16 <= line; at += 16) v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
    for (; at < line; at += 4) store<f32>(to + at, load<f32>(to + at) + load<f32>(from + at));
  }
}
