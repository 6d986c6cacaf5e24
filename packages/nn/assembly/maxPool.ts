/** Pools of images [batch, h, w, c], channels last: the largest of each window of kh by kw, its part outside left out. */
import { high, low, storeColumns } from "./columns";

/** Of windows: no two of them meet. */
const DISJOINT = 1;
/** Where the largest is not above 0, nothing is given back. */
const POSITIVE = 2;

/** The first place of a window that is inside. */
@inline
export function firstOf(at: i32, pad: i32): i32 {
  return max(0, at - pad);
}

/** Of the window of `rows` lines and `columns` pixels that begins at `x`. */
@inline
function largestOf(width: i32, x: usize, out: usize, rows: i32, columns: i32, line: usize, pixel: usize): void {
  let best0 = f32x4.splat(-Infinity);
  let best1 = f32x4.splat(-Infinity);
  if (rows == 2 && columns == 2) {
    const below = x + line;
    const above0 = f32x4.max(low(x, width), low(x + pixel, width));
    const above1 = f32x4.max(high(x, width), high(x + pixel, width));
    best0 = f32x4.max(above0, f32x4.max(low(below, width), low(below + pixel, width)));
    best1 = f32x4.max(above1, f32x4.max(high(below, width), high(below + pixel, width)));
  } else {
    for (let y = 0; y < rows; y++) {
      let at = x + <usize>y * line;
      for (let k = 0; k < columns; k++) {
        best0 = f32x4.max(best0, low(at, width));
        best1 = f32x4.max(best1, high(at, width));
        at += pixel;
      }
    }
  }
  storeColumns(out, best0, best1, width);
}

/** The largest of each window. NaN wins. */
export function maxPool(
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
        for (; at + 32 <= pixel; at += 32) largestOf(8, from + at, out + at, rows, columns, line, pixel);
        for (; at + 16 <= pixel; at += 16) largestOf(4, from + at, out + at, rows, columns, line, pixel);
        for (; at < pixel; at += 4) largestOf(1, from + at, out + at, rows, columns, line, pixel);
        out += pixel;
      }
    }
  }
}

/** dy where x is the first that equals the largest of its window, else 0: for `maxPoolGradient`. */
@inline
function spreadOver(
  width: i32, kind: i32, dy: usize, x: usize, out: usize, dx: usize, rows: i32, columns: i32, line: usize, pixel: usize,
): void {
  const best0 = low(out, width);
  const best1 = high(out, width);
  let left0 = low(dy, width);
  let left1 = high(dy, width);
  if (kind & POSITIVE) {
    left0 = v128.andnot(left0, f32x4.le(best0, f32x4.splat(0)));
    left1 = v128.andnot(left1, f32x4.le(best1, f32x4.splat(0)));
  }
  for (let y = 0; y < rows; y++) {
    let at = <usize>y * line;
    for (let k = 0; k < columns; k++) {
      const here0 = f32x4.eq(low(x + at, width), best0);
      const here1 = f32x4.eq(high(x + at, width), best1);
      let value0 = v128.and(left0, here0);
      let value1 = v128.and(left1, here1);
      if (!(kind & DISJOINT)) {
        value0 = f32x4.add(value0, low(dx + at, width));
        value1 = f32x4.add(value1, high(dx + at, width));
      }
      left0 = v128.andnot(left0, here0);
      left1 = v128.andnot(left1, here1);
      storeColumns(dx + at, value0, value1, width);
      at += pixel;
    }
  }
}

@inline
function eachWindow(
  kind: i32, dy: usize, x: usize, out: usize, dx: usize, batch: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32,
  kh: i32, kw: i32, sh: i32, sw: i32, top: i32, left: i32,
): void {
  const pixel = <usize>c << 2;
  const line = <usize>w * pixel;
  const covered = kh == sh && kw == sw && top == 0 && left == 0 && oh * kh == h && ow * kw == w;
  for (let b = 0; b < batch; b++) {
    const image = <usize>(b * h) * line;
    if (!covered) memory.fill(dx + image, 0, <usize>h * line);
    for (let i = 0; i < oh; i++) {
      const y0 = firstOf(i * sh, top);
      const rows = min(h, i * sh - top + kh) - y0;
      for (let j = 0; j < ow; j++) {
        const x0 = firstOf(j * sw, left);
        const columns = min(w, j * sw - left + kw) - x0;
        const first = image + <usize>y0 * line + <usize>x0 * pixel;
        const from = x + first;
        const to = dx + first;
        let at: usize = 0;
        for (; at + 32 <= pixel; at += 32)
          spreadOver(8, kind, dy + at, from + at, out + at, to + at, rows, columns, line, pixel);
        for (; at + 16 <= pixel; at += 16)
          spreadOver(4, kind, dy + at, from + at, out + at, to + at, rows, columns, line, pixel);
        for (; at < pixel; at += 4)
          spreadOver(1, kind, dy + at, from + at, out + at, to + at, rows, columns, line, pixel);
        out += pixel;
        dy += pixel;
      }
    }
  }
}

function apart(
  dy: usize, x: usize, out: usize, dx: usize, batch: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32, kh: i32, kw: i32,
  sh: i32, sw: i32, top: i32, left: i32,
): void {
  eachWindow(DISJOINT, dy, x, out, dx, batch, h, w, c, oh, ow, kh, kw, sh, sw, top, left);
}

function apartPositive(
  dy: usize, x: usize, out: usize, dx: usize, batch: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32, kh: i32, kw: i32,
  sh: i32, sw: i32, top: i32, left: i32,
): void {
  eachWindow(DISJOINT | POSITIVE, dy, x, out, dx, batch, h, w, c, oh, ow, kh, kw, sh, sw, top, left);
}

function together(
  dy: usize, x: usize, out: usize, dx: usize, batch: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32, kh: i32, kw: i32,
  sh: i32, sw: i32, top: i32, left: i32,
): void {
  eachWindow(0, dy, x, out, dx, batch, h, w, c, oh, ow, kh, kw, sh, sw, top, left);
}

function togetherPositive(
  dy: usize, x: usize, out: usize, dx: usize, batch: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32, kh: i32, kw: i32,
  sh: i32, sw: i32, top: i32, left: i32,
): void {
  eachWindow(POSITIVE, dy, x, out, dx, batch, h, w, c, oh, ow, kh, kw, sh, sw, top, left);
}

/**
 * dx: each dy where its window's largest stands, the first of equals. Where no two windows meet a place is written
 * once, else it is added to.
 */
export function maxPoolGradient(
  dy: usize, x: usize, out: usize, dx: usize, batch: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32, kh: i32, kw: i32,
  sh: i32, sw: i32, top: i32, left: i32,
): void {
  if (kh <= sh && kw <= sw) apart(dy, x, out, dx, batch, h, w, c, oh, ow, kh, kw, sh, sw, top, left);
  else together(dy, x, out, dx, batch, h, w, c, oh, ow, kh, kw, sh, sw, top, left);
}

/** The same where x is what relu gave, and dx towards what it took. */
export function maxPoolReluGradient(
  dy: usize, x: usize, out: usize, dx: usize, batch: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32, kh: i32, kw: i32,
  sh: i32, sw: i32, top: i32, left: i32,
): void {
  if (kh <= sh && kw <= sw) apartPositive(dy, x, out, dx, batch, h, w, c, oh, ow, kh, kw, sh, sw, top, left);
  else togetherPositive(dy, x, out, dx, batch, h, w, c, oh, ow, kh, kw, sh, sw, top, left);
}
