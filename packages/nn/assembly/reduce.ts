/** Reductions of x [outer, length, inner] over its middle axis: out [outer, inner]. */

@inline
function low(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

@inline
function high(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 2, 3));
}

@inline
function two(from: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(from));
}

/** Of `length` numbers side by side. */
function sumLine(x: usize, length: i32): f64 {
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  const whole = length & ~3;
  let i = 0;
  for (; i < whole; i += 4) {
    const four = v128.load(x + (<usize>i << 2));
    even = f64x2.add(even, low(four));
    odd = f64x2.add(odd, high(four));
  }
  const both = f64x2.add(even, odd);
  let total = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; i < length; i++) total += <f64>load<f32>(x + (<usize>i << 2));
  return total;
}

/** Sums of 16 columns that stand side by side, a cache line of each row at a time. */
function sumColumns(x: usize, out: usize, length: i32, row: usize, factor: v128): void {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  let at = x;
  for (let k = 0; k < length; k++) {
    s0 = f64x2.add(s0, two(at));
    s1 = f64x2.add(s1, two(at + 8));
    s2 = f64x2.add(s2, two(at + 16));
    s3 = f64x2.add(s3, two(at + 24));
    s4 = f64x2.add(s4, two(at + 32));
    s5 = f64x2.add(s5, two(at + 40));
    s6 = f64x2.add(s6, two(at + 48));
    s7 = f64x2.add(s7, two(at + 56));
    at += row;
  }
  v128.store(out, demoted(s0, s1, factor));
  v128.store(out, demoted(s2, s3, factor), 16);
  v128.store(out, demoted(s4, s5, factor), 32);
  v128.store(out, demoted(s6, s7, factor), 48);
}

/** Four sums, times a factor, as float32. */
@inline
function demoted(a: v128, b: v128, factor: v128): v128 {
  const first = f32x4.demote_f64x2_zero(f64x2.mul(a, factor));
  return v128.shuffle<i32>(first, f32x4.demote_f64x2_zero(f64x2.mul(b, factor)), 0, 1, 4, 5);
}

/** scale · Σ x, added up in float64. */
export function sum(x: usize, out: usize, outer: i32, length: i32, inner: i32, scale: f64): void {
  if (inner == 1) {
    for (let i = 0; i < outer; i++)
      store<f32>(out + (<usize>i << 2), <f32>(sumLine(x + (<usize>(i * length) << 2), length) * scale));
    return;
  }
  const row: usize = <usize>inner << 2;
  const whole = inner & ~3;
  const factor = f64x2.splat(scale);
  for (let i = 0; i < outer; i++) {
    const from = x + <usize>(i * length) * row;
    const to = out + <usize>i * row;
    let j = 0;
    for (; j + 16 <= inner; j += 16) sumColumns(from + (<usize>j << 2), to + (<usize>j << 2), length, row, factor);
    for (; j < whole; j += 4) {
      let a = f64x2.splat(0);
      let b = f64x2.splat(0);
      let at = from + (<usize>j << 2);
      for (let k = 0; k < length; k++) {
        const four = v128.load(at);
        a = f64x2.add(a, low(four));
        b = f64x2.add(b, high(four));
        at += row;
      }
      v128.store(to + (<usize>j << 2), demoted(a, b, factor));
    }
    for (; j < inner; j++) {
      let total: f64 = 0;
      let at = from + (<usize>j << 2);
      for (let k = 0; k < length; k++) {
        total += <f64>load<f32>(at);
        at += row;
      }
      store<f32>(to + (<usize>j << 2), <f32>(total * scale));
    }
  }
}

@inline
function extreme(largest: bool, x: usize, out: usize, outer: i32, length: i32, inner: i32): void {
  const row: usize = <usize>inner << 2;
  for (let i = 0; i < outer; i++) {
    for (let j = 0; j < inner; j++) {
      let at = x + <usize>(i * length) * row + (<usize>j << 2);
      let best: f32 = largest ? -Infinity : Infinity;
      for (let k = 0; k < length; k++) {
        const value = load<f32>(at);
        best = largest ? max(best, value) : min(best, value); // NaN wins
        at += row;
      }
      store<f32>(out + <usize>i * row + (<usize>j << 2), best);
    }
  }
}

export function largest(x: usize, out: usize, outer: i32, length: i32, inner: i32): void {
  extreme(true, x, out, outer, length, inner);
}

export function smallest(x: usize, out: usize, outer: i32, length: i32, inner: i32): void {
  extreme(false, x, out, outer, length, inner);
}

/** int32: where the largest stands, the first of equals. */
export function argMax(x: usize, out: usize, outer: i32, length: i32, inner: i32): void {
  const row: usize = <usize>inner << 2;
  for (let i = 0; i < outer; i++) {
    for (let j = 0; j < inner; j++) {
      let at = x + <usize>(i * length) * row + (<usize>j << 2);
      let best = load<f32>(at);
      let place = 0;
      for (let k = 1; k < length; k++) {
        at += row;
        const value = load<f32>(at);
        if (value > best) {
          best = value;
          place = k;
        }
      }
      store<i32>(out + <usize>i * row + (<usize>j << 2), place);
    }
  }
}
