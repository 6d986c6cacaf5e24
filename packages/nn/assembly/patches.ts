/**
 * The matrix product whose left side is patches of images, read where they stand: a line of it is given by its place
 * and goes along the same runs of numbers as all others. The register block is that of `product.ts`.
 */
const ROWS = 6;
export const PANEL_BYTES: usize = 32;
/** What becomes of the sums: stored, stored through relu, or added to what stands there. */
export const PLAIN = 0;
export const RELU = 1;
export const ADD = 2;

@inline
function finish(mode: i32, out: usize, low: v128, high: v128, columns: i32, tile: usize): void {
  if (mode == RELU) {
    low = f32x4.max(low, f32x4.splat(0)); // NaN stays NaN
    high = f32x4.max(high, f32x4.splat(0));
  }
  if (columns == 8) {
    if (mode == ADD) {
      low = f32x4.add(low, v128.load(out));
      high = f32x4.add(high, v128.load(out, 16));
    }
    v128.store(out, low);
    v128.store(out, high, 16);
  } else {
    v128.store(tile, low);
    v128.store(tile, high, 16);
    for (let c: usize = 0; c < <usize>columns << 2; c += 4) {
      const value = load<f32>(tile + c);
      store<f32>(out + c, mode == ADD ? value + load<f32>(out + c) : value);
    }
  }
}

/** `rows` ≤ 6 lines times one panel. Lines past the last read the first again and are not stored. */
@inline
function block(
  frame: usize, lines: usize, rows: i32, runs: usize, count: i32, length: i32, step: usize,
  panel: usize, start: usize, out: usize, tile: usize, columns: i32, mode: i32,
): void {
  const place = load<i32>(lines);
  const first = frame + place;
  const a1: usize = rows > 1 ? load<i32>(lines, 8) - place : 0;
  const a2: usize = rows > 2 ? load<i32>(lines, 16) - place : 0;
  const a3: usize = rows > 3 ? load<i32>(lines, 24) - place : 0;
  const a4: usize = rows > 4 ? load<i32>(lines, 32) - place : 0;
  const a5: usize = rows > 5 ? load<i32>(lines, 40) - place : 0;
  let c00 = v128.load(start);
  let c01 = v128.load(start, 16);
  let c10 = c00;
  let c11 = c01;
  let c20 = c00;
  let c21 = c01;
  let c30 = c00;
  let c31 = c01;
  let c40 = c00;
  let c41 = c01;
  let c50 = c00;
  let c51 = c01;
  const bytes = <usize>length * PANEL_BYTES;
  const last = runs + (<usize>count << 2);
  let p = panel;
  for (let run = runs; run < last; run += 4) {
    let a0 = first + load<u32>(run);
    const end = p + bytes;
    for (; p < end; p += PANEL_BYTES) {
      const b0 = v128.load(p);
      const b1 = v128.load(p, 16);
      let x = v128.load32_splat(a0);
      c00 = f32x4.relaxed_madd(x, b0, c00);
      c01 = f32x4.relaxed_madd(x, b1, c01);
      x = v128.load32_splat(a0 + a1);
      c10 = f32x4.relaxed_madd(x, b0, c10);
      c11 = f32x4.relaxed_madd(x, b1, c11);
      x = v128.load32_splat(a0 + a2);
      c20 = f32x4.relaxed_madd(x, b0, c20);
      c21 = f32x4.relaxed_madd(x, b1, c21);
      x = v128.load32_splat(a0 + a3);
      c30 = f32x4.relaxed_madd(x, b0, c30);
      c31 = f32x4.relaxed_madd(x, b1, c31);
      x = v128.load32_splat(a0 + a4);
      c40 = f32x4.relaxed_madd(x, b0, c40);
      c41 = f32x4.relaxed_madd(x, b1, c41);
      x = v128.load32_splat(a0 + a5);
      c50 = f32x4.relaxed_madd(x, b0, c50);
      c51 = f32x4.relaxed_madd(x, b1, c51);
      a0 += step;
    }
  }
  finish(mode, out + load<u32>(lines, 4), c00, c01, columns, tile);
  if (rows > 1) finish(mode, out + load<u32>(lines, 12), c10, c11, columns, tile);
  if (rows > 2) finish(mode, out + load<u32>(lines, 20), c20, c21, columns, tile);
  if (rows > 3) finish(mode, out + load<u32>(lines, 28), c30, c31, columns, tile);
  if (rows > 4) finish(mode, out + load<u32>(lines, 36), c40, c41, columns, tile);
  if (rows > 5) finish(mode, out + load<u32>(lines, 44), c50, c51, columns, tile);
}

/**
 * `lines`: for each line two int32, where its patch starts in the frame and where its results go in `out`, in bytes.
 * `runs`: where in a patch each of `count` runs of `length` numbers starts, `step` bytes from one number to the next.
 * `panels`: the right side, packed as in `product.ts`, [n / 8][count · length][8] and then 16 numbers more.
 */
export function patches(
  frame: usize, lines: usize, rows: i32, runs: usize, count: i32, length: i32, step: usize,
  panels: usize, bias: usize, out: usize, n: i32, mode: i32,
): void {
  const panelBytes = <usize>(count * length) * PANEL_BYTES;
  const blocks = (n + 7) >> 3;
  const start = panels + <usize>blocks * panelBytes;
  const tile = start + PANEL_BYTES;
  for (let p = 0; p < blocks; p++) {
    const columns = min(8, n - (p << 3));
    for (let c = 0; c < 8; c++) {
      const value: f32 = bias != 0 && c < columns ? load<f32>(bias + (<usize>((p << 3) + c) << 2)) : 0;
      store<f32>(start + (<usize>c << 2), value);
    }
    const panel = panels + <usize>p * panelBytes;
    const to = out + (<usize>p << 5);
    for (let i = 0; i < rows; i += ROWS)
      block(
        frame, lines + (<usize>i << 3), min(ROWS, rows - i), runs, count, length, step,
        panel, start, to, tile, columns, mode,
      );
  }
}
