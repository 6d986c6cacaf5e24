/** Pools of images [batch, h, w, c], channels last: the mean of each window of kh by kw, its part outside left out. */
import { high, low, storeColumns } from "./columns";
import { firstOf } from "./maxPool";

/** Of the window of `rows` lines and `columns` pixels that begins at `x`. */
@inline
function meanOf(width: i32, x: usize, out: usize, rows: i32, columns: i32, line: usize, pixel: usize): void {
  let total0 = f32x4.splat(0);
  let total1 = f32x4.splat(0);
  for (let y = 0; y < rows; y++) {
    let at = x + <usize>y * line;
    for (let k = 0; k < columns; k++) {
      total0 = f32x4.add(total0, low(at, width));
      total1 = f32x4.add(total1, high(at, width));
      at += pixel;
    }
  }
  const count = f32x4.splat(<f32>(rows * columns));
  storeColumns(out, f32x4.div(total0, count), f32x4.div(total1, count), width);
}

/** The mean of each window. */
export function averagePool(
  x: usize, out: usize, batch: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32, kh: i32, kw: i32, sh: i32, sw: i32,
  top: i32, left: i32,
): void {
  const pixel = <usize>c << 2;
  const line = <usize>w * pixel;
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < oh; i++) {
      const y0 = firstOf(i * sh, top);
      const rows = min(h, i * sh - top + kh) - y0;
      for (let j = 0; j < ow; j++) {
        const x0 = firstOf(j * sw, left);
        const columns = min(w, j * sw - left + kw) - x0;
        const from = x + <usize>(b * h + y0) * line + <usize>x0 * pixel;
        let at: usize = 0;
        for (; at + 32 <= pixel; at += 32) meanOf(8, from + at, out + at, rows, columns, line, pixel);
        for (; at + 16 <= pixel; at += 16) meanOf(4, from + at, out + at, rows, columns, line, pixel);
        for (; at < pixel; at += 4) meanOf(1, from + at, out + at, rows, columns, line, pixel);
        out += pixel;
      }
    }
  }
}

/** Adds dy, divided by their number, to the places of its window. */
@inline
function addEvenly(width: i32, dy: usize, dx: usize, rows: i32, columns: i32, line: usize, pixel: usize): void {
  const count = f32x4.splat(<f32>(rows * columns));
  const share0 = f32x4.div(low(dy, width), count);
  const share1 = f32x4.div(high(dy, width), count);
  for (let y = 0; y < rows; y++) {
    let at = dx + <usize>y * line;
    for (let k = 0; k < columns; k++) {
      const sum0 = f32x4.add(low(at, width), share0);
      const sum1 = f32x4.add(high(at, width), share1);
      storeColumns(at, sum0, sum1, width);
      at += pixel;
    }
  }
}

/** dx: each dy spread evenly over its window. */
export function averagePoolGradient(
  dy: usize, dx: usize, batch: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32, kh: i32, kw: i32, sh: i32, sw: i32,
  top: i32, left: i32,
): void {
  const pixel = <usize>c << 2;
  const line = <usize>w * pixel;
  for (let b = 0; b < batch; b++) {
    const image = dx + <usize>(b * h) * line;
    memory.fill(image, 0, <usize>h * line);
    for (let i = 0; i < oh; i++) {
      const y0 = firstOf(i * sh, top);
      const rows = min(h, i * sh - top + kh) - y0;
      for (let j = 0; j < ow; j++) {
        const x0 = firstOf(j * sw, left);
        const columns = min(w, j * sw - left + kw) - x0;
        const to = image + <usize>y0 * line + <usize>x0 * pixel;
        let at: usize = 0;
        for (; at + 32 <= pixel; at += 32) addEvenly(8, dy + at, to + at, rows, columns, line, pixel);
        for (; at + 16 <= pixel; at += 16) addEvenly(4, dy + at, to + at, rows, columns, line, pixel);
        for (; at < pixel; at += 4) addEvenly(1, dy + at, to + at, rows, columns, line, pixel);
        dy += pixel;
      }
    }
  }
}
