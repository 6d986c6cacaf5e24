/**
 * The register block of all matrix products: six rows of A times a panel of B, 16 columns wide. Its 24 accumulators are
 * twelve where the engine joins two lanes of 128 bits (`engines/wasm/joinLanes.ts`): each step along k is then two
 * loads of B, six of A and twelve multiplications with addition.
 */
import { positive4 } from "./positive";

/** Columns of a panel. */
export const PANEL = 16;
export const PANEL_BYTES: usize = 64;
/** Most rows of a block. */
export const ROWS = 6;
/** Numbers of a tile: the block at the right edge of a result, whose lines are shorter than the panel's. */
export const TILE = 96;

/** Where row `i` of A starts: after `i` strides, or as its line in a table says. */
@inline
function placeOf(tabled: bool, lines: usize, i: usize, stride: usize): usize {
  return tabled ? <usize>load<u32>(lines + (i << 3)) : i * stride;
}

/** Where the results of row `i` go. */
@inline
function resultOf(tabled: bool, lines: usize, i: usize, stride: usize): usize {
  return tabled ? <usize>load<u32>(lines + (i << 3), 4) : i * stride;
}

/** Lines of a result to a tile, past their `columns` zeros. */
function fillTile(
  tabled: bool, from: usize, lines: usize, stride: usize, tile: usize, rows: i32, columns: i32,
): void {
  memory.fill(tile, 0, TILE << 2);
  for (let i: usize = 0; i < <usize>rows; i++) {
    const line = from + resultOf(tabled, lines, i, stride);
    for (let c: usize = 0; c < <usize>columns << 2; c += 4)
      store<f32>(tile + i * PANEL_BYTES + c, load<f32>(line + c));
  }
}

/** The first `columns` of a tile's lines to a result. */
function emptyTile(
  tabled: bool, tile: usize, out: usize, lines: usize, stride: usize, rows: i32, columns: i32,
): void {
  for (let i: usize = 0; i < <usize>rows; i++) {
    const line = out + resultOf(tabled, lines, i, stride);
    for (let c: usize = 0; c < <usize>columns << 2; c += 4)
      store<f32>(line + c, load<f32>(tile + i * PANEL_BYTES + c));
  }
}

@inline
function storeRow(width: i32, relu: bool, to: usize, c0: v128, c1: v128, c2: v128, c3: v128): void {
  if (relu) {
    c0 = positive4(c0);
    if (width > 4) c1 = positive4(c1);
    if (width > 8) c2 = positive4(c2);
    if (width > 8) c3 = positive4(c3);
  }
  // from above down: see `pair.ts`
  if (width > 8) v128.store(to, c3, 48);
  if (width > 8) v128.store(to, c2, 32);
  if (width > 4) v128.store(to, c1, 16);
  v128.store(to, c0);
}

/**
 * `rows` of `most` rows (6 or 4) times the first `width` (16, 8 or 4) columns of a panel, `most`, `width` and `tabled`
 * known when it is compiled. A row of A is `count` runs of `length` numbers, `acs` bytes from one to the next; `runs`
 * says where they start, if `tabled`, else it is one. Sums begin at `start`: at one line for all rows (`srs` 0), at
 * lines `srs` bytes apart, or, if `tabled` and `srs` is not 0, where they go. Rows past the last read the first again
 * and are not stored.
 */
@inline
export function block(
  tabled: bool, most: i32, width: i32, a: usize, lines: usize, ars: usize, runs: usize, count: i32, length: i32,
  acs: usize, panel: usize, start: usize, srs: usize, out: usize, ors: usize, tile: usize, rows: i32, columns: i32,
  relu: bool,
): void {
  const r1: usize = rows > 1 ? 1 : 0;
  const r2: usize = rows > 2 ? 2 : 0;
  const r3: usize = rows > 3 ? 3 : 0;
  const r4: usize = rows > 4 ? 4 : 0;
  const r5: usize = rows > 5 ? 5 : 0;
  const edge = columns < width;
  let from = start;
  let next = srs;
  if (edge && srs != 0) {
    fillTile(tabled, tabled ? out : start, lines, srs, tile, rows, columns);
    from = tile;
    next = PANEL_BYTES;
  }
  const own = tabled && srs != 0 && !edge; // sums go on where they stand
  const s0 = own ? out + resultOf(tabled, lines, 0, 0) : from;
  const s1 = own ? out + resultOf(tabled, lines, r1, 0) : from + r1 * next;
  const s2 = own ? out + resultOf(tabled, lines, r2, 0) : from + r2 * next;
  const s3 = own ? out + resultOf(tabled, lines, r3, 0) : from + r3 * next;
  const s4 = own ? out + resultOf(tabled, lines, r4, 0) : from + r4 * next;
  const s5 = own ? out + resultOf(tabled, lines, r5, 0) : from + r5 * next;
  const zero = f32x4.splat(0);
  let c00 = v128.load(s0);
  let c01 = width > 4 ? v128.load(s0, 16) : zero;
  let c02 = width > 8 ? v128.load(s0, 32) : zero;
  let c03 = width > 8 ? v128.load(s0, 48) : zero;
  let c10 = v128.load(s1);
  let c11 = width > 4 ? v128.load(s1, 16) : zero;
  let c12 = width > 8 ? v128.load(s1, 32) : zero;
  let c13 = width > 8 ? v128.load(s1, 48) : zero;
  let c20 = v128.load(s2);
  let c21 = width > 4 ? v128.load(s2, 16) : zero;
  let c22 = width > 8 ? v128.load(s2, 32) : zero;
  let c23 = width > 8 ? v128.load(s2, 48) : zero;
  let c30 = v128.load(s3);
  let c31 = width > 4 ? v128.load(s3, 16) : zero;
  let c32 = width > 8 ? v128.load(s3, 32) : zero;
  let c33 = width > 8 ? v128.load(s3, 48) : zero;
  let c40 = most > 4 ? v128.load(s4) : zero;
  let c41 = most > 4 && width > 4 ? v128.load(s4, 16) : zero;
  let c42 = most > 4 && width > 8 ? v128.load(s4, 32) : zero;
  let c43 = most > 4 && width > 8 ? v128.load(s4, 48) : zero;
  let c50 = most > 4 ? v128.load(s5) : zero;
  let c51 = most > 4 && width > 4 ? v128.load(s5, 16) : zero;
  let c52 = most > 4 && width > 8 ? v128.load(s5, 32) : zero;
  let c53 = most > 4 && width > 8 ? v128.load(s5, 48) : zero;
  const first = placeOf(tabled, lines, 0, ars);
  const a1 = placeOf(tabled, lines, r1, ars) - first;
  const a2 = placeOf(tabled, lines, r2, ars) - first;
  const a3 = placeOf(tabled, lines, r3, ars) - first;
  const a4 = placeOf(tabled, lines, r4, ars) - first;
  const a5 = placeOf(tabled, lines, r5, ars) - first;
  const bytes = <usize>length * PANEL_BYTES;
  const last = tabled ? runs + (<usize>count << 2) : 4;
  let p = panel;
  for (let run: usize = tabled ? runs : 0; run < last; run += 4) {
    let a0 = a + first + (tabled ? <usize>load<u32>(run) : 0);
    for (const end = p + bytes; p < end; p += PANEL_BYTES) {
      const b0 = v128.load(p);
      const b1 = width > 4 ? v128.load(p, 16) : zero;
      const b2 = width > 8 ? v128.load(p, 32) : zero;
      const b3 = width > 8 ? v128.load(p, 48) : zero;
      let x = v128.load32_splat(a0);
      c00 = f32x4.relaxed_madd(x, b0, c00);
      if (width > 4) c01 = f32x4.relaxed_madd(x, b1, c01);
      if (width > 8) c02 = f32x4.relaxed_madd(x, b2, c02);
      if (width > 8) c03 = f32x4.relaxed_madd(x, b3, c03);
      x = v128.load32_splat(a0 + a1);
      c10 = f32x4.relaxed_madd(x, b0, c10);
      if (width > 4) c11 = f32x4.relaxed_madd(x, b1, c11);
      if (width > 8) c12 = f32x4.relaxed_madd(x, b2, c12);
      if (width > 8) c13 = f32x4.relaxed_madd(x, b3, c13);
      x = v128.load32_splat(a0 + a2);
      c20 = f32x4.relaxed_madd(x, b0, c20);
      if (width > 4) c21 = f32x4.relaxed_madd(x, b1, c21);
      if (width > 8) c22 = f32x4.relaxed_madd(x, b2, c22);
      if (width > 8) c23 = f32x4.relaxed_madd(x, b3, c23);
      x = v128.load32_splat(a0 + a3);
      c30 = f32x4.relaxed_madd(x, b0, c30);
      if (width > 4) c31 = f32x4.relaxed_madd(x, b1, c31);
      if (width > 8) c32 = f32x4.relaxed_madd(x, b2, c32);
      if (width > 8) c33 = f32x4.relaxed_madd(x, b3, c33);
      if (most > 4) {
        x = v128.load32_splat(a0 + a4);
        c40 = f32x4.relaxed_madd(x, b0, c40);
        if (width > 4) c41 = f32x4.relaxed_madd(x, b1, c41);
        if (width > 8) c42 = f32x4.relaxed_madd(x, b2, c42);
        if (width > 8) c43 = f32x4.relaxed_madd(x, b3, c43);
        x = v128.load32_splat(a0 + a5);
        c50 = f32x4.relaxed_madd(x, b0, c50);
        if (width > 4) c51 = f32x4.relaxed_madd(x, b1, c51);
        if (width > 8) c52 = f32x4.relaxed_madd(x, b2, c52);
        if (width > 8) c53 = f32x4.relaxed_madd(x, b3, c53);
      }
      a0 += acs;
    }
  }
  storeRow(width, relu, edge ? tile : out + resultOf(tabled, lines, 0, ors), c00, c01, c02, c03);
  if (rows > 1)
    storeRow(width, relu, edge ? tile + PANEL_BYTES : out + resultOf(tabled, lines, 1, ors), c10, c11, c12, c13);
  if (rows > 2)
    storeRow(width, relu, edge ? tile + 2 * PANEL_BYTES : out + resultOf(tabled, lines, 2, ors), c20, c21, c22, c23);
  if (rows > 3)
    storeRow(width, relu, edge ? tile + 3 * PANEL_BYTES : out + resultOf(tabled, lines, 3, ors), c30, c31, c32, c33);
  if (most > 4) {
    if (rows > 4)
      storeRow(width, relu, edge ? tile + 4 * PANEL_BYTES : out + resultOf(tabled, lines, 4, ors), c40, c41, c42, c43);
    if (rows > 5)
      storeRow(width, relu, edge ? tile + 5 * PANEL_BYTES : out + resultOf(tabled, lines, 5, ors), c50, c51, c52, c53);
  }
  if (edge) emptyTile(tabled, tile, out, lines, ors, rows, columns);
}
