/** Places of a depthwise convolution whose images stand in frames: see `depthwise.ts`. */
import { high, low, storeColumns } from "./columns";

@inline
function storeSome(width: i32, out: usize, four: v128, more: v128, channels: i32, relu: i32): void {
  if (relu) {
    four = f32x4.max(four, f32x4.splat(0)); // NaN stays NaN
    more = f32x4.max(more, f32x4.splat(0));
  }
  if (channels >= 4) {
    storeColumns(out, four, more, width);
    return;
  }
  store<f32>(out, f32x4.extract_lane(four, 0));
  if (channels > 1) store<f32>(out, f32x4.extract_lane(four, 1), 4);
  if (channels > 2) store<f32>(out, f32x4.extract_lane(four, 2), 8);
}

/** As `placesOf`, of `width` channels, 8 or 4, of which the last few may be no channels. */
@inline
function placesOfFew(
  width: i32, place: usize, step: usize, to: usize, outStep: usize, count: i32, channels: i32, taps: i32,
  offsets: usize, weights: usize, start: usize, relu: i32, pixel: usize,
): void {
  const start0 = low(start, width);
  const start1 = high(start, width);
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    let a0 = start0;
    let a1 = start1;
    let b0 = start0;
    let b1 = start1;
    let c0 = start0;
    let c1 = start1;
    let d0 = start0;
    let d1 = start1;
    let weight = weights;
    for (let t = 0; t < taps; t++) {
      const x = place + load<u32>(offsets + (<usize>t << 2));
      const w0 = low(weight, width);
      const w1 = high(weight, width);
      a0 = f32x4.relaxed_madd(low(x, width), w0, a0);
      a1 = f32x4.relaxed_madd(high(x, width), w1, a1);
      b0 = f32x4.relaxed_madd(low(x + step, width), w0, b0);
      b1 = f32x4.relaxed_madd(high(x + step, width), w1, b1);
      c0 = f32x4.relaxed_madd(low(x + 2 * step, width), w0, c0);
      c1 = f32x4.relaxed_madd(high(x + 2 * step, width), w1, c1);
      d0 = f32x4.relaxed_madd(low(x + 3 * step, width), w0, d0);
      d1 = f32x4.relaxed_madd(high(x + 3 * step, width), w1, d1);
      weight += pixel;
    }
    storeSome(width, to, a0, a1, channels, relu);
    storeSome(width, to + outStep, b0, b1, channels, relu);
    storeSome(width, to + 2 * outStep, c0, c1, channels, relu);
    storeSome(width, to + 3 * outStep, d0, d1, channels, relu);
    place += 4 * step;
    to += 4 * outStep;
  }
  for (; j < count; j++) {
    let a0 = start0;
    let a1 = start1;
    let weight = weights;
    for (let t = 0; t < taps; t++) {
      const x = place + load<u32>(offsets + (<usize>t << 2));
      a0 = f32x4.relaxed_madd(low(x, width), low(weight, width), a0);
      a1 = f32x4.relaxed_madd(high(x, width), high(weight, width), a1);
      weight += pixel;
    }
    storeSome(width, to, a0, a1, channels, relu);
    place += step;
    to += outStep;
  }
}

/**
 * `count` places of one line, `step` bytes apart in the frame and `outStep` in `out`: start [deep] and the products of
 * the taps. `offsets`: where the taps are, seen from a place; `weights` [taps, deep].
 */
export function placesOf(
  from: usize, step: usize, out: usize, outStep: usize, count: i32, channels: i32, taps: i32, offsets: usize,
  weights: usize, start: usize, relu: i32,
): void {
  const pixel = <usize>((channels + 3) & ~3) << 2;
  let at: usize = 0;
  let left = channels;
  for (; left >= 8; left -= 8) {
    placesOfFew(
      8, from + at, step, out + at, outStep, count, 8, taps, offsets, weights + at, start + at, relu, pixel,
    );
    at += 32;
  }
  for (; left > 0; left -= 4) {
    placesOfFew(
      4, from + at, step, out + at, outStep, count, left, taps, offsets, weights + at, start + at, relu, pixel,
    );
    at += 16;
  }
}
