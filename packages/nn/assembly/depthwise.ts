/**
 * Convolution of every channel with filters of its own, channels last: out [batch, oh, ow, c · m] of filter
 * [kh, kw, c, m]. Inside, images stand in frames with a margin, each channel m times side by side, and the channels
 * filled up with zeros to `deep`, a multiple of 4: there the work is element by element.
 */
import { high, low, storeColumns } from "./columns";
import { deepen, respace } from "./deepFrame";
import { placesOf } from "./depthwisePlaces";

/** `work`: filter [kh · kw, deep], bias [deep], and the places of the taps. */
export function depthwise(
  x: usize, filter: usize, bias: usize, out: usize, frame: usize, work: usize,
  batch: i32, h: i32, w: i32, c: i32, m: i32, oh: i32, ow: i32, kh: i32, kw: i32,
  sh: i32, sw: i32, dh: i32, dw: i32, fh: i32, fw: i32, top: i32, left: i32, relu: i32,
): void {
  const channels = c * m;
  const deep = (channels + 3) & ~3;
  const pixel = <usize>deep << 2;
  const taps = kh * kw;
  const start = work + <usize>taps * pixel;
  const offsets = start + pixel;
  memory.fill(work, 0, offsets - work);
  memory.fill(frame, 0, <usize>(fh * fw) * pixel);
  respace(filter, work, taps, channels, deep);
  if (bias != 0) respace(bias, start, 1, channels, deep);
  for (let u = 0; u < kh; u++)
    for (let v = 0; v < kw; v++)
      store<i32>(offsets + (<usize>(u * kw + v) << 2), ((u * dh * fw + v * dw) * deep) << 2);
  const size = <usize>channels << 2;
  for (let b = 0; b < batch; b++) {
    deepen(
      x + (<usize>(b * h * w * c) << 2), 0, frame + <usize>(top * fw + left) * pixel, w, c, m, deep, fw,
      min(h, fh - top), min(w, fw - left),
    );
    for (let i = 0; i < oh; i++) {
      placesOf(
        frame + <usize>(i * sh * fw) * pixel, <usize>sw * pixel, out, size, ow, channels, taps, offsets, work, start,
        relu,
      );
      out += <usize>ow * size;
    }
  }
}

/** Weights and places of the taps that meet the places of x at (py, px) past whole strides; gives their number. */
function chooseTaps(
  filter: usize, weights: usize, offsets: usize, channels: i32, kh: i32, kw: i32, sh: i32, sw: i32, dh: i32, dw: i32,
  fw: i32, top: i32, left: i32, py: i32, px: i32,
): i32 {
  const deep = (channels + 3) & ~3;
  let taps = 0;
  for (let u = 0; u < kh; u++) {
    for (let v = 0; v < kw; v++) {
      const i = py - u * dh;
      const j = px - v * dw;
      if (i % sh != 0 || j % sw != 0) continue;
      respace(
        filter + (<usize>((u * kw + v) * channels) << 2), weights + (<usize>(taps * deep) << 2), 1, channels, deep,
      );
      store<i32>(offsets + (<usize>taps << 2), (((i / sh + top) * fw + j / sw + left) * deep) << 2);
      taps++;
    }
  }
  return taps;
}

/** Sums of `m` numbers side by side, [count, c, m] in lines of `deep` to lines `step` bytes apart. */
function addRepeats(x: usize, out: usize, count: i32, c: i32, m: i32, deep: i32, step: usize): void {
  for (let j = 0; j < count; j++) {
    let from = x + (<usize>(j * deep) << 2);
    for (let k = 0; k < c; k++) {
      let sum: f32 = 0;
      for (let r = 0; r < m; r++) {
        sum += load<f32>(from);
        from += 4;
      }
      store<f32>(out + (<usize>k << 2), sum);
    }
    out += step;
  }
}

/**
 * dx [batch, h, w, c]. The frame is of dy; (padTop, padLeft) were the margins of x. `work`: filter [kh · kw, deep],
 * a line of zeros [deep], the sums of a line [w, deep], and the places of the taps.
 */
export function depthwiseInput(
  dy: usize, filter: usize, mask: usize, dx: usize, frame: usize, work: usize,
  batch: i32, h: i32, w: i32, c: i32, m: i32, oh: i32, ow: i32, kh: i32, kw: i32,
  sh: i32, sw: i32, dh: i32, dw: i32, fh: i32, fw: i32, top: i32, left: i32, padTop: i32, padLeft: i32,
): void {
  const channels = c * m;
  const deep = (channels + 3) & ~3;
  const pixel = <usize>deep << 2;
  const zeros = work + <usize>(kh * kw) * pixel;
  const sums = zeros + pixel;
  const offsets = sums + <usize>w * pixel;
  memory.fill(work, 0, sums - work);
  memory.fill(frame, 0, <usize>(fh * fw) * pixel);
  const step = <usize>(sw * c) << 2;
  for (let py = 0; py < min(h, sh); py++) {
    for (let px = 0; px < min(w, sw); px++) {
      const count = (w - px + sw - 1) / sw;
      const taps = chooseTaps(
        filter, work, offsets, channels, kh, kw, sh, sw, dh, dw, fw, top, left, py + padTop, px + padLeft,
      );
      for (let b = 0; b < batch; b++) {
        const image = <usize>(b * oh * ow * channels) << 2;
        deepen(
          dy + image, mask == 0 ? 0 : mask + image, frame + <usize>(top * fw + left) * pixel, ow, channels, 1, deep,
          fw, oh, ow,
        );
        for (let y = py, i = 0; y < h; y += sh, i++) {
          const from = frame + <usize>(i * fw) * pixel;
          const to = dx + (<usize>(((b * h + y) * w + px) * c) << 2);
          if (m == 1) {
            placesOf(from, pixel, to, step, count, c, taps, offsets, work, zeros, 0);
          } else {
            placesOf(from, pixel, sums, pixel, count, channels, taps, offsets, work, zeros, 0);
            addRepeats(sums, to, count, c, m, deep, step);
          }
        }
      }
    }
  }
}

/** dw [kh, kw, c, m], added up over the images. `work`: dy [oh · ow, deep], then dw [kh · kw, deep]. */
export function depthwiseFilter(
  x: usize, dy: usize, mask: usize, dfilter: usize, frame: usize, work: usize,
  batch: i32, h: i32, w: i32, c: i32, m: i32, oh: i32, ow: i32, kh: i32, kw: i32,
  sh: i32, sw: i32, dh: i32, dw: i32, fh: i32, fw: i32, top: i32, left: i32,
): void {
  const channels = c * m;
  const deep = (channels + 3) & ~3;
  const pixel = <usize>deep << 2;
  const taps = kh * kw;
  const sums = work + <usize>(oh * ow) * pixel;
  memory.fill(work, 0, <usize>(oh * ow + taps) * pixel);
  memory.fill(frame, 0, <usize>(fh * fw) * pixel);
  const step = <usize>sw * pixel;
  for (let b = 0; b < batch; b++) {
    const image = <usize>(b * oh * ow * channels) << 2;
    deepen(
      x + (<usize>(b * h * w * c) << 2), 0, frame + <usize>(top * fw + left) * pixel, w, c, m, deep, fw,
      min(h, fh - top), min(w, fw - left),
    );
    deepen(dy + image, mask == 0 ? 0 : mask + image, work, ow, channels, 1, deep, ow, oh, ow);
    for (let i = 0; i < oh; i++) {
      for (let tap = 0; tap < taps; tap++) {
        const corner = frame + <usize>((i * sh + tap / kw * dh) * fw + tap % kw * dw) * pixel;
        const total = sums + <usize>tap * pixel;
        const slope = work + <usize>(i * ow) * pixel;
        let at: usize = 0;
        for (; at + 32 <= pixel; at += 32) alongLine(8, corner + at, step, slope + at, pixel, ow, total + at);
        for (; at < pixel; at += 16) alongLine(4, corner + at, step, slope + at, pixel, ow, total + at);
      }
    }
  }
  respace(sums, dfilter, taps, deep, channels);
}

/** Adds Σ x · slope over a line to `sum`. */
@inline
function alongLine(width: i32, x: usize, step: usize, slope: usize, pixel: usize, count: i32, sum: usize): void {
  let a0 = low(sum, width);
  let a1 = high(sum, width);
  let b0 = f32x4.splat(0);
  let b1 = b0;
  let c0 = b0;
  let c1 = b0;
  let d0 = b0;
  let d1 = b0;
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    a0 = f32x4.relaxed_madd(low(x, width), low(slope, width), a0);
    a1 = f32x4.relaxed_madd(high(x, width), high(slope, width), a1);
    b0 = f32x4.relaxed_madd(low(x + step, width), low(slope + pixel, width), b0);
    b1 = f32x4.relaxed_madd(high(x + step, width), high(slope + pixel, width), b1);
    c0 = f32x4.relaxed_madd(low(x + 2 * step, width), low(slope + 2 * pixel, width), c0);
    c1 = f32x4.relaxed_madd(high(x + 2 * step, width), high(slope + 2 * pixel, width), c1);
    d0 = f32x4.relaxed_madd(low(x + 3 * step, width), low(slope + 3 * pixel, width), d0);
    d1 = f32x4.relaxed_madd(high(x + 3 * step, width), high(slope + 3 * pixel, width), d1);
    x += 4 * step;
    slope += 4 * pixel;
  }
  for (; j < count; j++) {
    a0 = f32x4.relaxed_madd(low(x, width), low(slope, width), a0);
    a1 = f32x4.relaxed_madd(high(x, width), high(slope, width), a1);
    x += step;
    slope += pixel;
  }
  const sum0 = f32x4.add(f32x4.add(a0, b0), f32x4.add(c0, d0));
  storeColumns(sum, sum0, f32x4.add(f32x4.add(a1, b1), f32x4.add(c1, d1)), width);
}
