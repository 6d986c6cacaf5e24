import { normal4 } from "./normal";

/** Adam's update of one tensor: s ← β₁ s + g, q ← β₂ q + g², u = scale · s / (√q + ε). */

/** The four factors are scalars in memory. The outputs may be the inputs. */
export function adam(
  gradient: usize, sum: usize, squares: usize, beta1: usize, beta2: usize, scale: usize, epsilon: usize,
  update: usize, nextSum: usize, nextSquares: usize, size: i32,
): void {
  const b1 = v128.load32_splat(beta1);
  const b2 = v128.load32_splat(beta2);
  const factor = v128.load32_splat(scale);
  const e = v128.load32_splat(epsilon);
  const bytes: usize = <usize>size << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    const g = v128.load(gradient + at);
    const s = normal4(f32x4.add(f32x4.mul(v128.load(sum + at), b1), g));
    const q = normal4(f32x4.add(f32x4.mul(v128.load(squares + at), b2), f32x4.mul(g, g)));
    v128.store(nextSum + at, s);
    v128.store(nextSquares + at, q);
    v128.store(update + at, f32x4.mul(f32x4.div(s, f32x4.add(f32x4.sqrt(q), e)), factor));
  }
}

/** The same, and w ← w + rate · u: each product is rounded before its sum, as it is in two kernels. */
export function adamStep(
  gradient: usize, sum: usize, squares: usize, beta1: usize, beta2: usize, scale: usize, epsilon: usize,
  rate: usize, weight: usize, nextSum: usize, nextSquares: usize, nextWeight: usize, size: i32,
): void {
  const b1 = v128.load32_splat(beta1);
  const b2 = v128.load32_splat(beta2);
  const factor = v128.load32_splat(scale);
  const e = v128.load32_splat(epsilon);
  const r = v128.load32_splat(rate);
  const bytes: usize = <usize>size << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    const g = v128.load(gradient + at);
    const s = normal4(f32x4.add(f32x4.mul(v128.load(sum + at), b1), g));
    const q = normal4(f32x4.add(f32x4.mul(v128.load(squares + at), b2), f32x4.mul(g, g)));
    const u = f32x4.mul(f32x4.div(s, f32x4.add(f32x4.sqrt(q), e)), factor);
    const w = normal4(f32x4.add(v128.load(weight + at), f32x4.mul(u, r)));
    v128.store(nextSum + at, s);
    v128.store(nextSquares + at, q);
    v128.store(nextWeight + at, w);
  }
}
