/** max(x, 0): +0 for -0, NaN stays NaN. */
@inline
export function positive4(x: v128): v128 {
  const zero = f32x4.splat(0);
  return f32x4.add(f32x4.pmax(x, zero), zero);
}
