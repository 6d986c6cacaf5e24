/**
 * What is kept from one update to the next (weights, moments, velocities) is passed through `normal4` where it is made:
 * without it, numbers that only shrink end there and stay.
 */

/** The exponent's bits: all 0 in numbers too small for float32's full precision. */
const EXPONENT = memory.data<i32>([0x7f800000]);

/** The numbers, 0 for each that is subnormal, with which products take a hundred times as long; NaN stays NaN. */
@inline
export function normal4(x: v128): v128 {
  return v128.andnot(x, i32x4.eq(v128.and(x, v128.load32_splat(EXPONENT)), i32x4.splat(0)));
}
