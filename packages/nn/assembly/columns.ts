/** Columns of a matrix, or channels, that stand side by side: `width` is 8 (a pair of vectors), 4 or 1. */
import { storePair } from "./pair";

@inline
export function low(from: usize, width: i32): v128 {
  return width == 1 ? v128.load32_zero(from) : v128.load(from);
}

@inline
export function high(from: usize, width: i32): v128 {
  return width == 8 ? v128.load(from, 16) : f32x4.splat(0);
}

@inline
export function storeColumns(to: usize, low: v128, high: v128, width: i32): void {
  if (width == 8) storePair(to, low, high);
  else if (width == 4) v128.store(to, low);
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
export function addColumns(to: usize, low: v128, high: v128, spare: usize, width: i32): void {
  if (width == 8) {
    storePair(spare, low, high);
    addFour(to, v128.load(spare));
    addFour(to + 32, v128.load(spare, 16));
  } else if (width == 4) addFour(to, low);
  else store<f64>(to, load<f64>(to) + <f64>f32x4.extract_lane(low, 0));
}
