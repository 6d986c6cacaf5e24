/** Adam's update of one tensor: s ← β₁ s + g, q ← β₂ q + g², u = scale · s / (√q + ε). */
import { addScaled4 } from "./addScaled";
import { normal4 } from "./normal";
import { storePair } from "./pair";

/** Of s. */
@inline
function nextSum4(g: v128, sum: v128, b1: v128): v128 {
  return normal4(f32x4.add(f32x4.mul(sum, b1), g));
}

/** Of q. */
@inline
function nextSquares4(g: v128, squares: v128, b2: v128): v128 {
  return normal4(f32x4.add(f32x4.mul(squares, b2), f32x4.mul(g, g)));
}

@inline
function update4(s: v128, q: v128, e: v128, factor: v128): v128 {
  return f32x4.mul(f32x4.div(s, f32x4.add(f32x4.sqrt(q), e)), factor);
}

/** `steps`: whether `weight`, 0 if not, moves by `rate` times the update to `to`, rather than the update itself. */
@inline
function each(
  steps: bool, gradient: usize, sum: usize, squares: usize, beta1: usize, beta2: usize, scale: usize, epsilon: usize,
  rate: usize, weight: usize, nextSum: usize, nextSquares: usize, to: usize, size: i32,
): void {
  const b1 = v128.load32_splat(beta1);
  const b2 = v128.load32_splat(beta2);
  const factor = v128.load32_splat(scale);
  const e = v128.load32_splat(epsilon);
  const r = steps ? v128.load32_splat(rate) : b1;
  const bytes: usize = <usize>size << 2;
  for (let at: usize = 0; at < bytes; at += 32) {
    const g0 = v128.load(gradient + at);
    const g1 = v128.load(gradient + at, 16);
    let s0 = v128.load(sum + at);
    let s1 = v128.load(sum + at, 16);
    let q0 = v128.load(squares + at);
    let q1 = v128.load(squares + at, 16);
    const w0 = steps ? v128.load(weight + at) : g0;
    const w1 = steps ? v128.load(weight + at, 16) : g1;
    s0 = nextSum4(g0, s0, b1);
    s1 = nextSum4(g1, s1, b1);
    q0 = nextSquares4(g0, q0, b2);
    q1 = nextSquares4(g1, q1, b2);
    const u0 = update4(s0, q0, e, factor);
    const u1 = update4(s1, q1, e, factor);
    storePair(nextSum + at, s0, s1);
    storePair(nextSquares + at, q0, q1);
    if (steps) storePair(to + at, addScaled4(w0, u0, r), addScaled4(w1, u1, r));
    else storePair(to + at, u0, u1);
  }
}

/** The four factors are scalars in memory. The outputs may be the inputs. */
export function adam(
  gradient: usize, sum: usize, squares: usize, beta1: usize, beta2: usize, scale: usize, epsilon: usize,
  update: usize, nextSum: usize, nextSquares: usize, size: i32,
): void {
  each(false, gradient, sum, squares, beta1, beta2, scale, epsilon, 0, 0, nextSum, nextSquares, update, size);
}

/** The same, and w ← w + rate · u, each product rounded before its sum. */
export function adamStep(
  gradient: usize, sum: usize, squares: usize, beta1: usize, beta2: usize, scale: usize, epsilon: usize,
  rate: usize, weight: usize, nextSum: usize, nextSquares: usize, nextWeight: usize, size: i32,
): void {
  each(
    true, gradient, sum, squares, beta1, beta2, scale, epsilon, rate, weight, nextSum, nextSquares, nextWeight, size,
  );
}
