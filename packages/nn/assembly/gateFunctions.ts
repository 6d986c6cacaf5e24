/** tanh and σ for the gates of recurrent layers, of which there are many: without an exponential. */

/**
 * tanh x within 4e-7, NaN stays NaN: x P(x²) / Q(x²), the rational minimax of degree 13 / 6 that Eigen uses
 * (`generic_fast_tanh_float`); beyond ±7.905 it is ±1 to float32.
 */
@inline
export function gateTanh(given: v128): v128 {
  const x = f32x4.pmax(f32x4.pmin(given, f32x4.splat(7.905311)), f32x4.splat(-7.905311));
  const z = f32x4.mul(x, x);
  let p = f32x4.relaxed_madd(z, f32x4.splat(-2.76076847742355e-16), f32x4.splat(2.00018790482477e-13));
  p = f32x4.relaxed_madd(z, p, f32x4.splat(-8.60467152213735e-11));
  p = f32x4.relaxed_madd(z, p, f32x4.splat(5.12229709037114e-8));
  p = f32x4.relaxed_madd(z, p, f32x4.splat(1.48572235717979e-5));
  p = f32x4.relaxed_madd(z, p, f32x4.splat(6.37261928875436e-4));
  p = f32x4.relaxed_madd(z, p, f32x4.splat(4.89352455891786e-3));
  let q = f32x4.relaxed_madd(z, f32x4.splat(1.19825839466702e-6), f32x4.splat(1.18534705686654e-4));
  q = f32x4.relaxed_madd(z, q, f32x4.splat(2.268434632439e-3));
  q = f32x4.relaxed_madd(z, q, f32x4.splat(4.89352518554385e-3));
  return f32x4.div(f32x4.mul(x, p), q);
}

/** σ(x) = ½ + ½ tanh(x / 2), within 2e-7: 0 and 1 are reached at ±15.8. */
@inline
export function gateSigmoid(x: v128): v128 {
  const half = f32x4.splat(0.5);
  return f32x4.relaxed_madd(half, gateTanh(f32x4.mul(x, half)), half);
}
