/** Softmax cross-entropy with class indices, and its gradient, in one pass. */
import { exp4 } from "./exponential";

/**
 * x [rows, classes], int32 targets [rows] → loss [rows] = -Σ q log softmax(x) and difference [rows, classes] =
 * softmax(x) - q, q = 1 - s + s / classes at the target and s / classes elsewhere, s the smoothing.
 */
export function crossEntropy(
  x: usize, targets: usize, loss: usize, difference: usize, rows: i32, classes: i32, smoothing: f64,
): void {
  const spread = smoothing / <f64>classes;
  const hit = 1 - smoothing + spread;
  const whole = classes & ~3;
  for (let row = 0; row < rows; row++) {
    const from = x + (<usize>(row * classes) << 2);
    const to = difference + (<usize>(row * classes) << 2);
    const target = load<i32>(targets + (<usize>row << 2));
    let top: f32 = -Infinity;
    for (let c = 0; c < classes; c++) top = max(top, load<f32>(from + (<usize>c << 2)));
    const shift = f32x4.splat(top);
    let c = 0;
    for (; c < whole; c += 4) {
      const at = <usize>c << 2;
      v128.store(to + at, exp4(f32x4.sub(v128.load(from + at), shift)));
    }
    for (; c < classes; c++) {
      const at = <usize>c << 2;
      v128.store_lane<f32>(to + at, exp4(f32x4.sub(v128.load32_zero(from + at), shift)), 0);
    }
    let total: f64 = 0;
    for (c = 0; c < classes; c++) total += <f64>load<f32>(to + (<usize>c << 2));
    const logTotal = NativeMath.log(total);
    let sum: f64 = 0;
    for (c = 0; c < classes; c++) {
      const at = <usize>c << 2;
      const q = c == target ? hit : spread;
      if (q != 0) sum -= q * (<f64>load<f32>(from + at) - <f64>top - logTotal);
      store<f32>(to + at, <f32>(<f64>load<f32>(to + at) / total - q));
    }
    store<f32>(loss + (<usize>row << 2), <f32>sum);
  }
}
