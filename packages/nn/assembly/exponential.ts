/** e^x and what follows from it, four numbers at a time. */

const LEAST = memory.data<f32>([-87.33654]);
const MOST = memory.data<f32>([88.72283]);
const HALF = memory.data<f32>([0.5]);
const ONE = memory.data<f32>([1]);
const INFINITY = memory.data<f32>([Infinity]);
const LOG2_E = memory.data<f32>([1.44269504]);
/** ln 2 in two parts. */
const LN2 = memory.data<f32>([0.693359375, -2.12194440e-4]);
const POWERS = memory.data<f32>([
  1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
]);
/** Of 2^0. */
const BIAS = memory.data<i32>([127]);

/** Of numbers that int32 has; NaN gives some number. V8 does not join two `f32x4.floor`. */
@inline
function floor4(x: v128): v128 {
  const whole = f32x4.convert_i32x4_s(i32x4.relaxed_trunc_f32x4_s(x));
  return f32x4.sub(whole, v128.and(f32x4.gt(whole, x), v128.load32_splat(ONE)));
}

/** 2^n, n in int32. */
@inline
function power4(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, v128.load32_splat(BIAS)), 23);
}

/**
 * e^x, NaN stays NaN, ∞ above 88.72, 0 below -87.33. Cody & Waite's reduction to |r| ≤ ln 2 / 2 and the polynomial of
 * Cephes' expf (S. Moshier, 1992): within 2 units in the last place.
 */
@inline
export function exp4(x: v128): v128 {
  const low = v128.load32_splat(LEAST);
  const high = v128.load32_splat(MOST);
  const clamped = f32x4.pmax(f32x4.pmin(x, high), low); // one instruction each, and NaN stays NaN
  const n = floor4(f32x4.relaxed_madd(clamped, v128.load32_splat(LOG2_E), v128.load32_splat(HALF)));
  let r = f32x4.relaxed_nmadd(n, v128.load32_splat(LN2), clamped);
  r = f32x4.relaxed_nmadd(n, v128.load32_splat(LN2, 4), r);
  let p = v128.load32_splat(POWERS);
  p = f32x4.relaxed_madd(p, r, v128.load32_splat(POWERS, 4));
  p = f32x4.relaxed_madd(p, r, v128.load32_splat(POWERS, 8));
  p = f32x4.relaxed_madd(p, r, v128.load32_splat(POWERS, 12));
  p = f32x4.relaxed_madd(p, r, v128.load32_splat(POWERS, 16));
  p = f32x4.relaxed_madd(p, r, v128.load32_splat(POWERS, 20));
  p = f32x4.add(f32x4.relaxed_madd(p, f32x4.mul(r, r), r), v128.load32_splat(ONE));
  // 2^n in two factors: n may be 128, which no single float has
  const whole = i32x4.relaxed_trunc_f32x4_s(n); // in range, or of NaN, which p is too
  const half = i32x4.shr_s(whole, 1);
  p = f32x4.mul(p, power4(half));
  p = f32x4.mul(p, power4(i32x4.sub(whole, half)));
  p = v128.bitselect(v128.load32_splat(INFINITY), p, f32x4.gt(x, high));
  return v128.andnot(p, f32x4.lt(x, low));
}

/** 1 / (1 + e^-x) */
@inline
export function sigmoid4(x: v128): v128 {
  const one = v128.load32_splat(ONE);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

const NEAR = memory.data<f32>([0.625]);
const TWO = memory.data<f32>([2]);
const MINUS_ZERO = memory.data<f32>([-0.0]);
const TANH = memory.data<f32>([
  -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1,
]);

/** Cephes' tanhf: a polynomial below .625, else 1 - 2 / (e^2|x| + 1), with the sign of x. */
@inline
export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let p = v128.load32_splat(TANH);
  p = f32x4.relaxed_madd(p, z, v128.load32_splat(TANH, 4));
  p = f32x4.relaxed_madd(p, z, v128.load32_splat(TANH, 8));
  p = f32x4.relaxed_madd(p, z, v128.load32_splat(TANH, 12));
  p = f32x4.relaxed_madd(p, z, v128.load32_splat(TANH, 16));
  const near = f32x4.relaxed_madd(f32x4.mul(p, z), x, x);
  const one = v128.load32_splat(ONE);
  const power = exp4(f32x4.add(size, size));
  const far = f32x4.sub(one, f32x4.div(v128.load32_splat(TWO), f32x4.add(power, one)));
  const sign = v128.and(x, v128.load32_splat(MINUS_ZERO));
  return v128.bitselect(near, v128.or(far, sign), f32x4.lt(size, v128.load32_splat(NEAR)));
}
