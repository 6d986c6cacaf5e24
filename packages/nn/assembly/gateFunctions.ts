/** tanh and σ for the gates of recurrent layers, of which there are many: without an exponential. */

const HALF = memory.data<f32>([0.5]);
/** Where tanh is ±1 to float32. */
const MOST = memory.data<f32>([7.905311, -7.905311]);
const ABOVE = memory.data<f32>([
  -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8, 1.48572235717979e-5,
  6.37261928875436e-4, 4.89352455891786e-3,
]);
const BELOW = memory.data<f32>([1.19825839466702e-6, 1.18534705686654e-4, 2.268434632439e-3, 4.89352518554385e-3]);

/**
 * tanh x within 4e-7, NaN stays NaN: x P(x²) / Q(x²), the rational minimax of degree 13 / 6 that Eigen uses
 * (`generic_fast_tanh_float`).
 */
@inline
export function gateTanh(given: v128): v128 {
  const x = f32x4.pmax(f32x4.pmin(given, v128.load32_splat(MOST)), v128.load32_splat(MOST, 4));
  const z = f32x4.mul(x, x);
  let p = f32x4.relaxed_madd(z, v128.load32_splat(ABOVE), v128.load32_splat(ABOVE, 4));
  p = f32x4.relaxed_madd(z, p, v128.load32_splat(ABOVE, 8));
  p = f32x4.relaxed_madd(z, p, v128.load32_splat(ABOVE, 12));
  p = f32x4.relaxed_madd(z, p, v128.load32_splat(ABOVE, 16));
  p = f32x4.relaxed_madd(z, p, v128.load32_splat(ABOVE, 20));
  p = f32x4.relaxed_madd(z, p, v128.load32_splat(ABOVE, 24));
  let q = f32x4.relaxed_madd(z, v128.load32_splat(BELOW), v128.load32_splat(BELOW, 4));
  q = f32x4.relaxed_madd(z, q, v128.load32_splat(BELOW, 8));
  q = f32x4.relaxed_madd(z, q, v128.load32_splat(BELOW, 12));
  return f32x4.div(f32x4.mul(x, p), q);
}

/** σ(x) = ½ + ½ tanh(x / 2), within 2e-7: 0 and 1 are reached at ±15.8. */
@inline
export function gateSigmoid(x: v128): v128 {
  const half = v128.load32_splat(HALF);
  return f32x4.relaxed_madd(half, gateTanh(f32x4.mul(x, half)), half);
}
