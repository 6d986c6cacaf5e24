/**
 * x · x − y, where x² needs more digits than a float has and y is x² rounded to them: 0 where a product is rounded
 * before it is added to, something else where `relaxed_madd` rounds once.
 */
export function fusesProducts(x: f32, y: f32): f32 {
  const factor = f32x4.splat(x);
  return f32x4.extract_lane(f32x4.relaxed_madd(factor, factor, f32x4.splat(-y)), 0);
}
