/** Softmax cross-entropy with class indices, and its gradient, in one pass. */
import { exp4 } from "./exponential";

/** The `count` ≤ 3 numbers at `from`, then `rest`. */
@inline
function few(from: usize, count: i32, rest: v128): v128 {
  let four = v128.load_lane<f32>(from, rest, 0);
  if (count > 1) four = v128.load_lane<f32>(from + 4, four, 1);
  if (count > 2) four = v128.load_lane<f32>(from + 8, four, 2);
  return four;
}

@inline
function storeFew(to: usize, count: i32, four: v128): void {
  v128.store_lane<f32>(to, four, 0);
  if (count > 1) v128.store_lane<f32>(to + 4, four, 1);
  if (count > 2) v128.store_lane<f32>(to + 8, four, 2);
}

/** The largest of a line; NaN wins. */
@inline
function largestOf(from: usize, whole: i32, classes: i32): f32 {
  let most: f32 = -Infinity;
  let c = 0;
  if (whole > 0) {
    let four = v128.load(from);
    for (c = 4; c < whole; c += 4) four = f32x4.max(four, v128.load(from + (<usize>c << 2)));
    four = f32x4.max(four, v128.shuffle<i32>(four, four, 2, 3, 0, 1));
    most = max(f32x4.extract_lane(four, 0), f32x4.extract_lane(four, 1));
  }
  for (; c < classes; c++) most = max(most, load<f32>(from + (<usize>c << 2)));
  return most;
}

/** e^(x - top) of a line to `to`; their sum. `mask` keeps the numbers past the last four. */
@inline
function exponentials(from: usize, to: usize, whole: i32, rest: i32, mask: v128, top: f32): f64 {
  const shift = f32x4.splat(top);
  let even = f64x2.splat(0);
  let odd = even;
  for (let c = 0; c < whole; c += 4) {
    const at = <usize>c << 2;
    const four = exp4(f32x4.sub(v128.load(from + at), shift));
    v128.store(to + at, four);
    even = f64x2.add(even, f64x2.promote_low_f32x4(four));
    odd = f64x2.add(odd, f64x2.promote_low_f32x4(v128.shuffle<i32>(four, four, 2, 3, 2, 3)));
  }
  if (rest > 0) {
    const at = <usize>whole << 2;
    const four = v128.and(exp4(f32x4.sub(few(from + at, rest, shift), shift)), mask);
    storeFew(to + at, rest, four);
    even = f64x2.add(even, f64x2.promote_low_f32x4(four));
    odd = f64x2.add(odd, f64x2.promote_low_f32x4(v128.shuffle<i32>(four, four, 2, 3, 2, 3)));
  }
  const both = f64x2.add(even, odd);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/**
 * x [rows, classes], int32 targets [rows] → loss [rows] = -Σ q log softmax(x) and difference [rows, classes] =
 * softmax(x) - q, q = 1 - s + s / classes at the target and s / classes elsewhere, s the smoothing.
 */
export function crossEntropy(
  x: usize, targets: usize, loss: usize, difference: usize, rows: i32, classes: i32, smoothing: f64,
): void {
  const spread = smoothing / <f64>classes;
  const hit = 1 - smoothing + spread;
  const spreads = f32x4.splat(<f32>spread);
  const whole = classes & ~3;
  const rest = classes & 3;
  const mask = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(rest));
  for (let row = 0; row < rows; row++) {
    const from = x + (<usize>(row * classes) << 2);
    const to = difference + (<usize>(row * classes) << 2);
    const target = load<i32>(targets + (<usize>row << 2));
    const top = largestOf(from, whole, classes);
    const total = exponentials(from, to, whole, rest, mask, top);
    const logTotal = NativeMath.log(total);
    let sum: f64 = 0;
    if (spread != 0)
      for (let c = 0; c < classes; c++) sum += <f64>load<f32>(from + (<usize>c << 2)) - <f64>top - logTotal;
    sum *= spread;
    const known = <u32>target < <u32>classes;
    const at = <usize>target << 2;
    const right = known ? <f64>load<f32>(to + at) : 0;
    if (known) sum += (hit - spread) * (<f64>load<f32>(from + at) - <f64>top - logTotal);
    const inverse = 1 / total;
    const factor = f32x4.splat(<f32>inverse);
    for (let c = 0; c < whole; c += 4) {
      const place = to + (<usize>c << 2);
      v128.store(place, f32x4.sub(f32x4.mul(v128.load(place), factor), spreads));
    }
    if (rest > 0) {
      const place = to + (<usize>whole << 2);
      storeFew(place, rest, f32x4.sub(f32x4.mul(few(place, rest, spreads), factor), spreads));
    }
    if (known) store<f32>(to + at, <f32>(right * inverse - hit));
    store<f32>(loss + (<usize>row << 2), <f32>-sum);
  }
}
