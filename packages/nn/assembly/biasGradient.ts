/**
 * Sums of dy [rows, n] over its rows, in float32 over a few and in float64 over all. What stands where `mask` is 0 or
 * below is left out; 0 if there is none.
 */
const FEW = 16;

@inline
function seen(dy: usize, mask: usize): v128 {
  const value = v128.load(dy);
  return mask == 0 ? value : v128.andnot(value, f32x4.le(v128.load(mask), f32x4.splat(0)));
}

@inline
function addTo(totals: usize, four: v128): void {
  v128.store(totals, f64x2.add(v128.load(totals), f64x2.promote_low_f32x4(four)));
  const high = f64x2.promote_low_f32x4(v128.shuffle<i32>(four, four, 2, 3, 2, 3));
  v128.store(totals, f64x2.add(v128.load(totals, 16), high), 16);
}

/** `totals`: room for n numbers in float64, n rounded up to a multiple of 4. */
export function biasGradient(dy: usize, mask: usize, out: usize, totals: usize, rows: i32, n: i32): void {
  const line = <usize>n << 2;
  memory.fill(totals, 0, ((<usize>n + 3) & ~3) << 3);
  for (let first = 0; first < rows; first += FEW) {
    const many = min(FEW, rows - first);
    const at = <usize>first * line;
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      let from = at + (<usize>j << 2);
      let sum = seen(dy + from, mask == 0 ? 0 : mask + from);
      for (let i = 1; i < many; i++) {
        from += line;
        sum = f32x4.add(sum, seen(dy + from, mask == 0 ? 0 : mask + from));
      }
      addTo(totals + (<usize>j << 3), sum);
    }
    for (; j < n; j++) {
      let sum: f64 = 0;
      for (let i = 0; i < many; i++) {
        const from = at + <usize>i * line + (<usize>j << 2);
        if (mask == 0 || !(load<f32>(mask + from) <= 0)) sum += load<f32>(dy + from);
      }
      store<f64>(totals + (<usize>j << 3), load<f64>(totals + (<usize>j << 3)) + sum);
    }
  }
  for (let j = 0; j < n; j++) store<f32>(out + (<usize>j << 2), <f32>load<f64>(totals + (<usize>j << 3)));
}
