/**
 * Normalization of the columns of x [rows, columns], which go eight at a time, or four, or one by one. Sums are made
 * over tiles of rows, which stay in the first cache, in float32, and over all tiles in float64: two numbers a column in
 * `sums`, [2, columns] and then 8 numbers of float32 more.
 */
import { addColumns, high, low, storeColumns } from "./columns";
import { normal4 } from "./normal";
import { positive4 } from "./positive";

/** Rows. */
export const TILE = 64;

/** Adds to `sums` and `squares` those of the columns' distances from those of the row `first`, over `count` rows. */
@inline
function addDistances(
  width: i32, column: i32, x: usize, first: usize, sums: usize, squares: usize, spare: usize, count: i32, row: usize,
): void {
  const at = <usize>column << 2;
  const base = first + at;
  x += at;
  const base0 = low(base, width);
  const base1 = high(base, width);
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let square0 = f32x4.splat(0);
  let square1 = f32x4.splat(0);
  for (let i = 0; i < count; i++) {
    const distance0 = f32x4.sub(low(x, width), base0);
    const distance1 = f32x4.sub(high(x, width), base1);
    sum0 = f32x4.add(sum0, distance0);
    sum1 = f32x4.add(sum1, distance1);
    square0 = f32x4.add(square0, f32x4.mul(distance0, distance0));
    square1 = f32x4.add(square1, f32x4.mul(distance1, distance1));
    x += row;
  }
  addColumns(sums + 2 * at, sum0, sum1, spare, width);
  addColumns(squares + 2 * at, square0, square1, spare, width);
}

/** What is made of (x - mean) · factor + shift: `beside`, if any, is added to it, then relu, if asked for. */
@inline
function finished(y: v128, beside: v128, adds: bool, relu: bool): v128 {
  const sum = adds ? normal4(f32x4.add(y, beside)) : y;
  return relu ? positive4(sum) : sum;
}

@inline
function normalize(
  width: i32, adds: bool, relu: bool, column: i32, tile: usize, x: usize, mean: usize, factor: usize, shift: usize,
  beside: usize, y: usize, count: i32, row: usize,
): void {
  const at = <usize>column << 2;
  const mean0 = low(mean + at, width);
  const mean1 = high(mean + at, width);
  const factor0 = low(factor + at, width);
  const factor1 = high(factor + at, width);
  const shift0 = low(shift + at, width);
  const shift1 = high(shift + at, width);
  x += tile + at;
  y += tile + at;
  beside += tile + at;
  for (let i = 0; i < count; i++) {
    const x0 = low(x, width);
    const x1 = high(x, width);
    const beside0 = adds ? low(beside, width) : x0;
    const beside1 = adds ? high(beside, width) : x1;
    const y0 = f32x4.add(f32x4.mul(f32x4.sub(x0, mean0), factor0), shift0);
    const y1 = f32x4.add(f32x4.mul(f32x4.sub(x1, mean1), factor1), shift1);
    storeColumns(y, finished(y0, beside0, adds, relu), finished(y1, beside1, adds, relu), width);
    x += row;
    y += row;
    if (adds) beside += row;
  }
}

/**
 * mean and variance [columns], and scale / √(variance + epsilon), in float32, where `sums` begins. The sums are of
 * distances from the first row: far from 0 no digits are lost, and of a constant column the variance is 0.
 */
function measure(
  x: usize, scale: usize, mean: usize, variance: usize, sums: usize, rows: i32, columns: i32, epsilon: f64,
): void {
  const row: usize = <usize>columns << 2;
  const squares = sums + (<usize>columns << 3);
  const spare = squares + (<usize>columns << 3);
  memory.fill(sums, 0, <usize>columns << 4);
  for (let start = 0; start < rows; start += TILE) {
    const count = min(TILE, rows - start);
    const tile = x + <usize>start * row;
    let c = 0;
    for (; c + 8 <= columns; c += 8) addDistances(8, c, tile, x, sums, squares, spare, count, row);
    for (; c + 4 <= columns; c += 4) addDistances(4, c, tile, x, sums, squares, spare, count, row);
    for (; c < columns; c++) addDistances(1, c, tile, x, sums, squares, spare, count, row);
  }
  for (let c = 0; c < columns; c++) {
    const distance = load<f64>(sums + (<usize>c << 3)) / <f64>rows;
    const spread = load<f64>(squares + (<usize>c << 3)) / <f64>rows - distance * distance;
    store<f32>(mean + (<usize>c << 2), <f32>(<f64>load<f32>(x + (<usize>c << 2)) + distance));
    store<f32>(variance + (<usize>c << 2), <f32>max(spread, 0)); // NaN stays NaN
    const factor = <f64>load<f32>(scale + (<usize>c << 2)) / Math.sqrt(max(spread, 0) + epsilon);
    store<f32>(sums + (<usize>c << 2), <f32>factor); // below the sums that are still to be read
  }
}

@inline
function each(
  adds: bool, relu: bool, x: usize, scale: usize, shift: usize, beside: usize, y: usize, mean: usize, variance: usize,
  sums: usize, rows: i32, columns: i32, epsilon: f64,
): void {
  measure(x, scale, mean, variance, sums, rows, columns, epsilon);
  const row: usize = <usize>columns << 2;
  // from the last tile back: what was read last is still in the second cache
  for (let start = (rows - 1) / TILE * TILE; start >= 0; start -= TILE) {
    const count = min(TILE, rows - start);
    const tile = <usize>start * row;
    let c = 0;
    for (; c + 8 <= columns; c += 8) normalize(8, adds, relu, c, tile, x, mean, sums, shift, beside, y, count, row);
    for (; c + 4 <= columns; c += 4) normalize(4, adds, relu, c, tile, x, mean, sums, shift, beside, y, count, row);
    for (; c < columns; c++) normalize(1, adds, relu, c, tile, x, mean, sums, shift, beside, y, count, row);
  }
}

/** mean and variance [columns], y = scale (x - mean) / √(variance + epsilon) + shift. `y` may be `x`. */
export function batchNorm(
  x: usize, scale: usize, shift: usize, y: usize, mean: usize, variance: usize, sums: usize,
  rows: i32, columns: i32, epsilon: f64,
): void {
  each(false, false, x, scale, shift, 0, y, mean, variance, sums, rows, columns, epsilon);
}

/** The same, then relu. */
export function batchNormRelu(
  x: usize, scale: usize, shift: usize, y: usize, mean: usize, variance: usize, sums: usize,
  rows: i32, columns: i32, epsilon: f64,
): void {
  each(false, true, x, scale, shift, 0, y, mean, variance, sums, rows, columns, epsilon);
}

/** The same as `batchNorm`, plus `beside` [rows, columns], which `y` may be too. */
export function batchNormAdd(
  x: usize, scale: usize, shift: usize, beside: usize, y: usize, mean: usize, variance: usize, sums: usize,
  rows: i32, columns: i32, epsilon: f64,
): void {
  each(true, false, x, scale, shift, beside, y, mean, variance, sums, rows, columns, epsilon);
}

/** The same, then relu. */
export function batchNormAddRelu(
  x: usize, scale: usize, shift: usize, beside: usize, y: usize, mean: usize, variance: usize, sums: usize,
  rows: i32, columns: i32, epsilon: f64,
): void {
  each(true, true, x, scale, shift, beside, y, mean, variance, sums, rows, columns, epsilon);
}
