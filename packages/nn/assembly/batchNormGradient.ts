/** The gradient of the normalization of columns: tiles, columns and sums as in `batchNorm.ts`. */
import { TILE } from "./batchNorm";
import { addColumns, high, low, storeColumns } from "./columns";
import { passed4 } from "./positive";

/** dy, or where `masked` its part that went through relu, y its output. */
@inline
function slope(dy: v128, y: v128, masked: bool): v128 {
  return masked ? passed4(dy, y) : dy;
}

/** Adds to `sums` those of dy, and to `products` those of dy (x - mean), over `count` rows. */
@inline
function addProducts(
  width: i32, masked: bool, column: i32, tile: usize, dy: usize, x: usize, y: usize, mean: usize, sums: usize,
  products: usize, spare: usize, count: i32, row: usize,
): void {
  const at = <usize>column << 2;
  const mean0 = low(mean + at, width);
  const mean1 = high(mean + at, width);
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let product0 = f32x4.splat(0);
  let product1 = f32x4.splat(0);
  dy += tile + at;
  x += tile + at;
  y += tile + at;
  for (let i = 0; i < count; i++) {
    const dy0 = low(dy, width);
    const dy1 = high(dy, width);
    const slope0 = slope(dy0, masked ? low(y, width) : dy0, masked);
    const slope1 = slope(dy1, masked ? high(y, width) : dy1, masked);
    sum0 = f32x4.add(sum0, slope0);
    sum1 = f32x4.add(sum1, slope1);
    product0 = f32x4.add(product0, f32x4.mul(slope0, f32x4.sub(low(x, width), mean0)));
    product1 = f32x4.add(product1, f32x4.mul(slope1, f32x4.sub(high(x, width), mean1)));
    dy += row;
    x += row;
    if (masked) y += row;
  }
  addColumns(sums + 2 * at, sum0, sum1, spare, width);
  addColumns(products + 2 * at, product0, product1, spare, width);
}

/** dx = a (dy - b - (x - mean) d) */
@inline
function spread(
  width: i32, masked: bool, column: i32, tile: usize, dy: usize, x: usize, y: usize, mean: usize, a: usize, b: usize,
  d: usize, dx: usize, count: i32, row: usize,
): void {
  const at = <usize>column << 2;
  const mean0 = low(mean + at, width);
  const mean1 = high(mean + at, width);
  const a0 = low(a + at, width);
  const a1 = high(a + at, width);
  const b0 = low(b + at, width);
  const b1 = high(b + at, width);
  const d0 = low(d + at, width);
  const d1 = high(d + at, width);
  dy += tile + at;
  x += tile + at;
  y += tile + at;
  dx += tile + at;
  for (let i = 0; i < count; i++) {
    const dy0 = low(dy, width);
    const dy1 = high(dy, width);
    const slope0 = slope(dy0, masked ? low(y, width) : dy0, masked);
    const slope1 = slope(dy1, masked ? high(y, width) : dy1, masked);
    const part0 = f32x4.mul(f32x4.sub(low(x, width), mean0), d0);
    const part1 = f32x4.mul(f32x4.sub(high(x, width), mean1), d1);
    const left0 = f32x4.sub(f32x4.sub(slope0, b0), part0);
    const left1 = f32x4.sub(f32x4.sub(slope1, b1), part1);
    storeColumns(dx, f32x4.mul(left0, a0), f32x4.mul(left1, a1), width);
    dy += row;
    x += row;
    dx += row;
    if (masked) y += row;
  }
}

@inline
function each(
  masked: bool, dy: usize, x: usize, scale: usize, mean: usize, variance: usize, y: usize,
  dx: usize, dScale: usize, dShift: usize, sums: usize, rows: i32, columns: i32, epsilon: f64,
): void {
  const row: usize = <usize>columns << 2;
  const products = sums + (<usize>columns << 3);
  const spare = products + (<usize>columns << 3);
  memory.fill(sums, 0, <usize>columns << 4);
  for (let start = 0; start < rows; start += TILE) {
    const count = min(TILE, rows - start);
    const tile = <usize>start * row;
    let c = 0;
    for (; c + 8 <= columns; c += 8) addProducts(8, masked, c, tile, dy, x, y, mean, sums, products, spare, count, row);
    for (; c + 4 <= columns; c += 4) addProducts(4, masked, c, tile, dy, x, y, mean, sums, products, spare, count, row);
    for (; c < columns; c++) addProducts(1, masked, c, tile, dy, x, y, mean, sums, products, spare, count, row);
  }
  // per column: dx = a (dy - b - (x - mean) d)
  const a = sums;
  const b = sums + row;
  const d = products;
  for (let c = 0; c < columns; c++) {
    const at = <usize>c << 2;
    const inverse = 1 / Math.sqrt(<f64>load<f32>(variance + at) + epsilon);
    const sum = load<f64>(sums + (<usize>c << 3));
    const product = load<f64>(products + (<usize>c << 3));
    store<f32>(dShift + at, <f32>sum);
    store<f32>(dScale + at, <f32>(product * inverse));
    store<f32>(d + at, <f32>(product * inverse * inverse / <f64>rows));
    store<f32>(a + at, <f32>(<f64>load<f32>(scale + at) * inverse));
  }
  for (let c = 0; c < columns; c++) {
    const at = <usize>c << 2;
    store<f32>(b + at, <f32>(<f64>load<f32>(dShift + at) / <f64>rows));
  }
  // from the last tile back: what was read last is still in the second cache
  for (let start = (rows - 1) / TILE * TILE; start >= 0; start -= TILE) {
    const count = min(TILE, rows - start);
    const tile = <usize>start * row;
    let c = 0;
    for (; c + 8 <= columns; c += 8) spread(8, masked, c, tile, dy, x, y, mean, a, b, d, dx, count, row);
    for (; c + 4 <= columns; c += 4) spread(4, masked, c, tile, dy, x, y, mean, a, b, d, dx, count, row);
    for (; c < columns; c++) spread(1, masked, c, tile, dy, x, y, mean, a, b, d, dx, count, row);
  }
}

/**
 * dx = scale / √(variance + epsilon) · (dy - dShift / rows - x̂ dScale / rows), dScale = Σ dy x̂, dShift = Σ dy. `dx` may
 * be `dy` or `x`.
 */
export function batchNormGradient(
  dy: usize, x: usize, scale: usize, mean: usize, variance: usize,
  dx: usize, dScale: usize, dShift: usize, sums: usize, rows: i32, columns: i32, epsilon: f64,
): void {
  each(false, dy, x, scale, mean, variance, 0, dx, dScale, dShift, sums, rows, columns, epsilon);
}

/** The same where relu followed, which gave y, and dy is the gradient towards that; `dx` may be `y` too. */
export function batchNormReluGradient(
  dy: usize, x: usize, scale: usize, mean: usize, variance: usize, y: usize,
  dx: usize, dScale: usize, dShift: usize, sums: usize, rows: i32, columns: i32, epsilon: f64,
): void {
  each(true, dy, x, scale, mean, variance, y, dx, dScale, dShift, sums, rows, columns, epsilon);
}
