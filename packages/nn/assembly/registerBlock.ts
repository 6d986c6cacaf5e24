/** The register blocks of a matrix product: a few rows of A times one packed panel of B. */
import { positive4 } from "./positive";

export const ROWS = 6;
export const PANEL_BYTES: usize = 32;

@inline
function storeLine(
  wide: bool, relu: bool, out: usize, low: v128, high: v128, columns: i32, tile: usize,
): void {
  if (relu) {
    low = positive4(low);
    if (wide) high = positive4(high);
  }
  if (columns == (wide ? 8 : 4)) {
    v128.store(out, low);
    if (wide) v128.store(out, high, 16);
  } else {
    v128.store(tile, low);
    if (wide) v128.store(tile, high, 16);
    for (let c: usize = 0; c < <usize>columns; c++) store<f32>(out + (c << 2), load<f32>(tile + (c << 2)));
  }
}

@inline
function storeLines(
  most: i32, wide: bool, relu: bool, out: usize, tile: usize, rows: i32, columns: i32, ors: usize,
  c00: v128, c01: v128, c10: v128, c11: v128, c20: v128, c21: v128,
  c30: v128, c31: v128, c40: v128, c41: v128, c50: v128, c51: v128,
): void {
  storeLine(wide, relu, out, c00, c01, columns, tile);
  if (rows > 1) storeLine(wide, relu, out + ors, c10, c11, columns, tile);
  if (rows > 2) storeLine(wide, relu, out + 2 * ors, c20, c21, columns, tile);
  if (rows > 3) storeLine(wide, relu, out + 3 * ors, c30, c31, columns, tile);
  if (most > 4) {
    if (rows > 4) storeLine(wide, relu, out + 4 * ors, c40, c41, columns, tile);
    if (rows > 5) storeLine(wide, relu, out + 5 * ors, c50, c51, columns, tile);
  }
}

/** `most` rows (6, or 4), and 8 columns (`wide`) or the panel's first 4: known when it is compiled. */
@inline
function block(
  most: i32, wide: bool, a: usize, panel: usize, start: usize, out: usize, tile: usize,
  rows: i32, columns: i32, k: i32, ars: usize, acs: usize, ors: usize, srs: usize, relu: bool,
): void {
  let a0 = a;
  const a1: usize = rows > 1 ? ars : 0;
  const a2: usize = rows > 2 ? <usize>2 * ars : 0;
  const a3: usize = rows > 3 ? <usize>3 * ars : 0;
  const a4: usize = rows > 4 ? <usize>4 * ars : 0;
  const a5: usize = rows > 5 ? <usize>5 * ars : 0;
  const zero = f32x4.splat(0);
  let c00 = v128.load(start);
  let c01 = wide ? v128.load(start, 16) : zero;
  const s1 = start + srs * <usize>(rows > 1);
  let c10 = v128.load(s1);
  let c11 = wide ? v128.load(s1, 16) : zero;
  const s2 = start + (2 * srs) * <usize>(rows > 2);
  let c20 = v128.load(s2);
  let c21 = wide ? v128.load(s2, 16) : zero;
  const s3 = start + (3 * srs) * <usize>(rows > 3);
  let c30 = v128.load(s3);
  let c31 = wide ? v128.load(s3, 16) : zero;
  const s4 = start + (4 * srs) * <usize>(rows > 4);
  let c40 = most > 4 ? v128.load(s4) : zero;
  let c41 = most > 4 && wide ? v128.load(s4, 16) : zero;
  const s5 = start + (5 * srs) * <usize>(rows > 5);
  let c50 = most > 4 ? v128.load(s5) : zero;
  let c51 = most > 4 && wide ? v128.load(s5, 16) : zero;
  const end = panel + <usize>k * PANEL_BYTES;
  for (let p = panel; p < end; p += PANEL_BYTES) {
    const b0 = v128.load(p);
    const b1 = wide ? v128.load(p, 16) : zero;
    let x = v128.load32_splat(a0);
    c00 = f32x4.relaxed_madd(x, b0, c00);
    if (wide) c01 = f32x4.relaxed_madd(x, b1, c01);
    x = v128.load32_splat(a0 + a1);
    c10 = f32x4.relaxed_madd(x, b0, c10);
    if (wide) c11 = f32x4.relaxed_madd(x, b1, c11);
    x = v128.load32_splat(a0 + a2);
    c20 = f32x4.relaxed_madd(x, b0, c20);
    if (wide) c21 = f32x4.relaxed_madd(x, b1, c21);
    x = v128.load32_splat(a0 + a3);
    c30 = f32x4.relaxed_madd(x, b0, c30);
    if (wide) c31 = f32x4.relaxed_madd(x, b1, c31);
    if (most > 4) {
      x = v128.load32_splat(a0 + a4);
      c40 = f32x4.relaxed_madd(x, b0, c40);
      if (wide) c41 = f32x4.relaxed_madd(x, b1, c41);
      x = v128.load32_splat(a0 + a5);
      c50 = f32x4.relaxed_madd(x, b0, c50);
      if (wide) c51 = f32x4.relaxed_madd(x, b1, c51);
    }
    a0 += acs;
  }
  if (relu) {
    storeLines(
      most, wide, true, out, tile, rows, columns, ors, c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51,
    );
  } else {
    storeLines(
      most, wide, false, out, tile, rows, columns, ors, c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51,
    );
  }
}

/**
 * `rows` ≤ 6 lines of A times one panel, added to as many lines of 8 numbers that begin at `start` and stand `srs`
 * bytes apart (0: one line for all), then, if asked, relu. Lines past the last read the first again and are not stored.
 */
@inline
export function sixRows(
  a: usize, panel: usize, start: usize, out: usize, tile: usize,
  rows: i32, columns: i32, k: i32, ars: usize, acs: usize, ors: usize, srs: usize, relu: bool,
): void {
  if (columns > 4) block(6, true, a, panel, start, out, tile, rows, columns, k, ars, acs, ors, srs, relu);
  else block(6, false, a, panel, start, out, tile, rows, columns, k, ars, acs, ors, srs, relu);
}

/** The same of `rows` ≤ 4 lines. */
@inline
export function fourRows(
  a: usize, panel: usize, start: usize, out: usize, tile: usize,
  rows: i32, columns: i32, k: i32, ars: usize, acs: usize, ors: usize, srs: usize, relu: bool,
): void {
  if (columns > 4) block(4, true, a, panel, start, out, tile, rows, columns, k, ars, acs, ors, srs, relu);
  else block(4, false, a, panel, start, out, tile, rows, columns, k, ars, acs, ors, srs, relu);
}

/** Rows of the next block where `left` remain: sixes as long as fours do not end sooner. */
@inline
export function rowsOf(left: i32): i32 {
  return left > 8 || left == 5 || left == 6 ? min(6, left) : min(4, left);
}
