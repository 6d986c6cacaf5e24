/**
 * Normalization of the columns of x [rows, columns], and its gradient. Columns go four at a time, what is left one by
 * one. Sums are made over tiles of rows, which stay in the first cache, in float32, and over all tiles in float64: two
 * numbers a column in `sums`, [2, columns].
 */

const TILE = 64;

@inline
function read(from: usize, four: bool): v128 {
  return four ? v128.load(from) : v128.load32_zero(from);
}

@inline
function write(to: usize, value: v128, four: bool): void {
  if (four) v128.store(to, value);
  else v128.store_lane<f32>(to, value, 0);
}

/** Adds to the float64 numbers at `to`. */
@inline
function addTo(to: usize, value: v128, four: bool): void {
  if (four) {
    v128.store(to, f64x2.add(v128.load(to), f64x2.promote_low_f32x4(value)));
    const high = f64x2.promote_low_f32x4(v128.shuffle<i32>(value, value, 2, 3, 2, 3));
    v128.store(to + 16, f64x2.add(v128.load(to, 16), high));
  } else store<f64>(to, load<f64>(to) + <f64>f32x4.extract_lane(value, 0));
}

/**
 * mean and variance [columns], y = scale (x - mean) / √(variance + epsilon) + shift. The sums are of distances from the
 * first row: far from 0 no digits are lost, and of a constant column the variance is 0.
 */
export function batchNorm(
  x: usize, scale: usize, shift: usize, y: usize, mean: usize, variance: usize, sums: usize,
  rows: i32, columns: i32, epsilon: f64,
): void {
  const row: usize = <usize>columns << 2;
  const squares = sums + (<usize>columns << 3);
  const whole = columns & ~3;
  memory.fill(sums, 0, <usize>columns << 4);
  for (let start = 0; start < rows; start += TILE) {
    const count = min(TILE, rows - start);
    for (let c = 0; c < columns; ) {
      const four = c < whole;
      const base = read(x + (<usize>c << 2), four);
      let at = x + <usize>start * row + (<usize>c << 2);
      let sum = f32x4.splat(0);
      let square = f32x4.splat(0);
      for (let i = 0; i < count; i++) {
        const distance = f32x4.sub(read(at, four), base);
        sum = f32x4.add(sum, distance);
        square = f32x4.add(square, f32x4.mul(distance, distance));
        at += row;
      }
      addTo(sums + (<usize>c << 3), sum, four);
      addTo(squares + (<usize>c << 3), square, four);
      c += four ? 4 : 1;
    }
  }
  for (let c = 0; c < columns; c++) {
    const distance = load<f64>(sums + (<usize>c << 3)) / <f64>rows;
    const spread = load<f64>(squares + (<usize>c << 3)) / <f64>rows - distance * distance;
    store<f32>(mean + (<usize>c << 2), <f32>(<f64>load<f32>(x + (<usize>c << 2)) + distance));
    store<f32>(variance + (<usize>c << 2), <f32>max(spread, 0)); // NaN stays NaN
    const factor = <f64>load<f32>(scale + (<usize>c << 2)) / Math.sqrt(max(spread, 0) + epsilon);
    store<f32>(sums + (<usize>c << 2), <f32>factor); // below the sums that are still to be read
  }
  for (let i = 0; i < rows; i++) {
    const from = x + <usize>i * row;
    const to = y + <usize>i * row;
    for (let c = 0; c < columns; ) {
      const four = c < whole;
      const at = <usize>c << 2;
      const centered = f32x4.sub(read(from + at, four), read(mean + at, four));
      const scaled = f32x4.mul(centered, read(sums + at, four));
      write(to + at, f32x4.add(scaled, read(shift + at, four)), four);
      c += four ? 4 : 1;
    }
  }
}

/** dx = scale / √(variance + epsilon) · (dy - dShift / rows - x̂ dScale / rows), dScale = Σ dy x̂, dShift = Σ dy. */
export function batchNormGradient(
  dy: usize, x: usize, scale: usize, mean: usize, variance: usize, dx: usize, dScale: usize, dShift: usize, sums: usize,
  rows: i32, columns: i32, epsilon: f64,
): void {
  const row: usize = <usize>columns << 2;
  const products = sums + (<usize>columns << 3);
  const whole = columns & ~3;
  memory.fill(sums, 0, <usize>columns << 4);
  for (let start = 0; start < rows; start += TILE) {
    const count = min(TILE, rows - start);
    for (let c = 0; c < columns; ) {
      const four = c < whole;
      const center = read(mean + (<usize>c << 2), four);
      let at = <usize>start * row + (<usize>c << 2);
      let sum = f32x4.splat(0);
      let product = f32x4.splat(0);
      for (let i = 0; i < count; i++) {
        const slope = read(dy + at, four);
        sum = f32x4.add(sum, slope);
        product = f32x4.add(product, f32x4.mul(slope, f32x4.sub(read(x + at, four), center)));
        at += row;
      }
      addTo(sums + (<usize>c << 3), sum, four);
      addTo(products + (<usize>c << 3), product, four);
      c += four ? 4 : 1;
    }
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
  for (let i = 0; i < rows; i++) {
    const line = <usize>i * row;
    for (let c = 0; c < columns; ) {
      const four = c < whole;
      const at = <usize>c << 2;
      const centered = f32x4.sub(read(x + line + at, four), read(mean + at, four));
      const slope = f32x4.sub(read(dy + line + at, four), read(b + at, four));
      const left = f32x4.sub(slope, f32x4.mul(centered, read(d + at, four)));
      write(dx + line + at, f32x4.mul(left, read(a + at, four)), four);
      c += four ? 4 : 1;
    }
  }
}
