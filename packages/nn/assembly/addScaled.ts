import { normal4 } from "./normal";
import { storePair } from "./pair";

/** x + f · y, the product rounded before the sum, as it is in two kernels. */
@inline
export function addScaled4(x: v128, y: v128, f: v128): v128 {
  return normal4(f32x4.add(x, f32x4.mul(y, f)));
}

/** out = x + factor · y, the factor a scalar in memory. `out` may be an input. */
export function addScaled(x: usize, y: usize, factor: usize, out: usize, size: i32): void {
  const f = v128.load32_splat(factor);
  const bytes: usize = <usize>size << 2;
  for (let at: usize = 0; at < bytes; at += 32) {
    const x0 = v128.load(x + at);
    const x1 = v128.load(x + at, 16);
    const y0 = v128.load(y + at);
    const y1 = v128.load(y + at, 16);
    storePair(out + at, addScaled4(x0, y0, f), addScaled4(x1, y1, f));
  }
}
