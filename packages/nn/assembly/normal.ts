/**
 * What is kept from one update to the next (weights, moments, velocities) is passed through `normal4` where it is made:
 * without it, numbers that only shrink end there and stay.
 */

/** Numbers too small for float32's full precision: products with them take a hundred times as long. */
const LEAST: f32 = 1.17549435e-38;

/** The numbers, 0 for each that is subnormal; NaN stays NaN. */
@inline
export function normal4(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), f32x4.splat(LEAST)));
}
