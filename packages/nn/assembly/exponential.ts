/** e^x and what follows from it, four numbers at a time. */

/**
 * e^x, NaN stays NaN, ∞ above 88.72, 0 below -87.33. Cody & Waite's reduction to |r| ≤ ln 2 / 2 and the polynomial of
 * Cephes' expf (S. Moshier, 1992): within 2 units in the last place.
 */
@inline
export function exp4(x: v128): v128 {
  const low = f32x4.splat(-87.33654);
  const high = f32x4.splat(88.72283);
  const clamped = f32x4.pmax(f32x4.pmin(x, high), low); // one instruction each, and NaN stays NaN
  const n = f32x4.floor(f32x4.relaxed_madd(clamped, f32x4.splat(1.44269504), f32x4.splat(0.5)));
  let r = f32x4.relaxed_nmadd(n, f32x4.splat(0.693359375), clamped);
  r = f32x4.relaxed_nmadd(n, f32x4.splat(-2.12194440e-4), r);
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.relaxed_madd(p, r, f32x4.splat(1.3981999507e-3));
  p = f32x4.relaxed_madd(p, r, f32x4.splat(8.3334519073e-3));
  p = f32x4.relaxed_madd(p, r, f32x4.splat(4.1665795894e-2));
  p = f32x4.relaxed_madd(p, r, f32x4.splat(1.6666665459e-1));
  p = f32x4.relaxed_madd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.relaxed_madd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  // 2^n in two factors: n may be 128, which no single float has
  const whole = i32x4.relaxed_trunc_f32x4_s(n); // in range, or NaN, which p is too
  const half = i32x4.shr_s(whole, 1);
  const bias = i32x4.splat(127);
  p = f32x4.mul(p, i32x4.shl(i32x4.add(half, bias), 23));
  p = f32x4.mul(p, i32x4.shl(i32x4.add(i32x4.sub(whole, half), bias), 23));
  p = v128.bitselect(f32x4.splat(Infinity), p, f32x4.gt(x, high));
  return v128.andnot(p, f32x4.lt(x, low));
}

/** 1 / (1 + e^-x) */
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** Cephes' tanhf: a polynomial below .625, else 1 - 2 / (e^2|x| + 1), with the sign of x. */
@inline
export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = f32x4.relaxed_madd(p, z, f32x4.splat(2.06390887954e-2));
  p = f32x4.relaxed_madd(p, z, f32x4.splat(-5.37397155531e-2));
  p = f32x4.relaxed_madd(p, z, f32x4.splat(1.33314422036e-1));
  p = f32x4.relaxed_madd(p, z, f32x4.splat(-3.33332819422e-1));
  const near = f32x4.relaxed_madd(f32x4.mul(p, z), x, x);
  const one = f32x4.splat(1);
  const power = exp4(f32x4.add(size, size));
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(power, one)));
  const sign = v128.and(x, f32x4.splat(-0.0));
  return v128.bitselect(near, v128.or(far, sign), f32x4.lt(size, f32x4.splat(0.625)));
}
