/** max(x, 0): +0 for -0, NaN stays NaN. */
@inline
export function positive4(x: v128): v128 {
  const zero = f32x4.splat(0);
  return f32x4.add(f32x4.pmax(x, zero), zero);
}

/** dy where y, the output of relu, is above 0, 0 elsewhere, NaN at NaN. */
@inline
export function passed4(dy: v128, y: v128): v128 {
  return v128.bitselect(v128.and(dy, f32x4.gt(y, f32x4.splat(0))), y, f32x4.eq(y, y));
}
