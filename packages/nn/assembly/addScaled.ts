import { normal4 } from "./normal";

/**
 * out = x + factor · y, the factor a scalar in memory; the product is rounded before the sum, as it is in two kernels.
 * `out` may be an input.
 */
export function addScaled(x: usize, y: usize, factor: usize, out: usize, size: i32): void {
  const f = v128.load32_splat(factor);
  const bytes: usize = <usize>size << 2;
  for (let at: usize = 0; at < bytes; at += 16)
    v128.store(out + at, normal4(f32x4.add(v128.load(x + at), f32x4.mul(v128.load(y + at), f))));
}
