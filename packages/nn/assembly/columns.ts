/** Columns of a matrix side by side: a pair of vectors of them where `wide`, else one alone. */
import { storePair } from "./pair";

@inline
export function low(from: usize, wide: bool): v128 {
  return wide ? v128.load(from) : v128.load32_zero(from);
}

@inline
export function high(from: usize, wide: bool): v128 {
  return wide ? v128.load(from, 16) : f32x4.splat(0);
}

@inline
export function storeColumns(to: usize, low: v128, high: v128, wide: bool): void {
  if (wide) storePair(to, low, high);
  else v128.store_lane<f32>(to, low, 0);
}

@inline
function addFour(to: usize, four: v128): void {
  const upper = f64x2.promote_low_f32x4(v128.shuffle<i32>(four, four, 2, 3, 2, 3));
  v128.store(to, f64x2.add(v128.load(to), f64x2.promote_low_f32x4(four)));
  v128.store(to, f64x2.add(v128.load(to, 16), upper), 16);
}

/** Adds to the float64 totals at `to`. `spare`: 32 bytes, through which the pair goes, as V8 has no joined promotion. */
@inline
export function addColumns(to: usize, low: v128, high: v128, spare: usize, wide: bool): void {
  if (wide) {
    storePair(spare, low, high);
    addFour(to, v128.load(spare));
    addFour(to + 32, v128.load(spare, 16));
  } else store<f64>(to, load<f64>(to) + <f64>f32x4.extract_lane(low, 0));
}
