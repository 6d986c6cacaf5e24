/**
 * Sums of dy [rows, n] over its rows, in float32 over a few (of the last n mod 4 columns: in float64) and in float64
 * over all.
 */
import { addColumns, high, low } from "./columns";

const FEW = 16;

/** dy, or where `masked` what of it does not stand where `mask` is 0 or below. */
@inline
function seen(masked: bool, dy: v128, mask: v128): v128 {
  return masked ? v128.andnot(dy, f32x4.le(mask, f32x4.splat(0))) : dy;
}

@inline
function addRows(
  width: i32, masked: bool, column: i32, dy: usize, mask: usize, totals: usize, spare: usize, rows: i32, line: usize,
): void {
  const at = <usize>column << 2;
  let from = dy + at;
  let by = mask + at;
  let dy0 = low(from, width);
  let dy1 = high(from, width);
  let sum0 = seen(masked, dy0, masked ? low(by, width) : dy0);
  let sum1 = seen(masked, dy1, masked ? high(by, width) : dy1);
  for (let i = 1; i < rows; i++) {
    from += line;
    if (masked) by += line;
    dy0 = low(from, width);
    dy1 = high(from, width);
    sum0 = f32x4.add(sum0, seen(masked, dy0, masked ? low(by, width) : dy0));
    sum1 = f32x4.add(sum1, seen(masked, dy1, masked ? high(by, width) : dy1));
  }
  addColumns(totals + 2 * at, sum0, sum1, spare, width);
}

@inline
function each(masked: bool, dy: usize, mask: usize, out: usize, totals: usize, rows: i32, n: i32): void {
  const line = <usize>n << 2;
  const spare = totals + (<usize>n << 3);
  memory.fill(totals, 0, <usize>n << 3);
  for (let first = 0; first < rows; first += FEW) {
    const many = min(FEW, rows - first);
    let j = 0;
    for (; j + 8 <= n; j += 8) addRows(8, masked, j, dy, mask, totals, spare, many, line);
    for (; j + 4 <= n; j += 4) addRows(4, masked, j, dy, mask, totals, spare, many, line);
    for (; j < n; j++) {
      let sum: f64 = 0;
      for (let i = 0; i < many; i++) {
        const from = <usize>i * line + (<usize>j << 2);
        if (!masked || !(load<f32>(mask + from) <= 0)) sum += load<f32>(dy + from);
      }
      store<f64>(totals + (<usize>j << 3), load<f64>(totals + (<usize>j << 3)) + sum);
    }
    dy += FEW * line;
    if (masked) mask += FEW * line;
  }
  for (let j = 0; j < n; j++) store<f32>(out + (<usize>j << 2), <f32>load<f64>(totals + (<usize>j << 3)));
}

/** `totals`: room for n numbers of float64 and 8 of float32 more. */
export function biasGradient(dy: usize, out: usize, totals: usize, rows: i32, n: i32): void {
  each(false, dy, 0, out, totals, rows, n);
}

/** The same without what stands where `mask`, the output of relu, is 0 or below. */
export function biasReluGradient(dy: usize, mask: usize, out: usize, totals: usize, rows: i32, n: i32): void {
  each(true, dy, mask, out, totals, rows, n);
}
