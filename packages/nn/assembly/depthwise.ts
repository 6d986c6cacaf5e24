/**
 * Convolution of every channel with filters of its own, channels last: out [batch, oh, ow, c · m] of filter
 * [kh, kw, c, m]. Inside, images stand in frames with a margin, each channel m times side by side, and the channels
 * filled up with zeros to `deep`, a multiple of 4: there the work is element by element.
 */

/** An image [h, w, c] into a frame, every channel `repeat` times. `mask` as in `frameImage`. */
function deepen(
  x: usize, mask: usize, to: usize, h: i32, w: i32, c: i32, repeat: i32, deep: i32, fw: i32, rows: i32, columns: i32,
): void {
  const pixel = <usize>deep << 2;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const place = <usize>((i * w + j) * c) << 2;
      let from = x + place;
      let seen = mask + place;
      let at = to + <usize>(i * fw + j) * pixel;
      if (repeat == 1) {
        const end = from + (<usize>c << 2);
        for (; from + 16 <= end; from += 16) {
          const four = v128.load(from);
          v128.store(at, mask == 0 ? four : v128.andnot(four, f32x4.le(v128.load(seen), f32x4.splat(0))));
          at += 16;
          seen += 16;
        }
        for (; from < end; from += 4) {
          store<f32>(at, mask != 0 && load<f32>(seen) <= 0 ? 0 : load<f32>(from));
          at += 4;
          seen += 4;
        }
      } else {
        for (let k = 0; k < c; k++) {
          const value = load<f32>(from + (<usize>k << 2));
          for (let r = 0; r < repeat; r++) {
            store<f32>(at, value);
            at += 4;
          }
        }
      }
    }
  }
}

/** Lines of `n` numbers to lines of `deep`, or back. */
function respace(x: usize, out: usize, lines: i32, from: i32, to: i32): void {
  const width = min(from, to);
  for (let i = 0; i < lines; i++)
    for (let j = 0; j < width; j++)
      store<f32>(out + (<usize>(i * to + j) << 2), load<f32>(x + (<usize>(i * from + j) << 2)));
}

@inline
function storeSome(out: usize, four: v128, channel: i32, channels: i32, tile: usize): void {
  if (channel + 4 <= channels) {
    v128.store(out, four);
  } else {
    v128.store(tile, four);
    for (let c = 0; c < channels - channel; c++) store<f32>(out + (<usize>c << 2), load<f32>(tile + (<usize>c << 2)));
  }
}

/** `work`: frame, filter [kh · kw, deep], bias [deep] and 4 numbers more. */
export function depthwise(
  x: usize, filter: usize, bias: usize, out: usize, frame: usize, work: usize,
  batch: i32, h: i32, w: i32, c: i32, m: i32, oh: i32, ow: i32, kh: i32, kw: i32,
  sh: i32, sw: i32, dh: i32, dw: i32, fh: i32, fw: i32, top: i32, left: i32, relu: i32,
): void {
  const channels = c * m;
  const deep = (channels + 3) & ~3;
  const pixel = <usize>deep << 2;
  const taps = kh * kw;
  const shift = work + <usize>taps * pixel;
  const tile = shift + pixel;
  memory.fill(work, 0, tile - work);
  memory.fill(frame, 0, <usize>(fh * fw) * pixel);
  respace(filter, work, taps, channels, deep);
  if (bias != 0) respace(bias, shift, 1, channels, deep);
  for (let b = 0; b < batch; b++) {
    deepen(
      x + (<usize>(b * h * w * c) << 2), 0, frame + <usize>(top * fw + left) * pixel, h, w, c, m, deep, fw,
      min(h, fh - top), min(w, fw - left),
    );
    for (let i = 0; i < oh; i++) {
      for (let j = 0; j < ow; j++) {
        const from = frame + <usize>(i * sh * fw + j * sw) * pixel;
        for (let k = 0; k < deep; k += 4) {
          const at = <usize>k << 2;
          let sum = v128.load(shift + at);
          let weight = work + at;
          for (let u = 0; u < kh; u++) {
            let place = from + at + <usize>(u * dh * fw) * pixel;
            for (let v = 0; v < kw; v++) {
              sum = f32x4.relaxed_madd(v128.load(place), v128.load(weight), sum);
              place += <usize>dw * pixel;
              weight += pixel;
            }
          }
          if (relu) sum = f32x4.max(sum, f32x4.splat(0));
          storeSome(out + at, sum, k, channels, tile);
        }
        out += <usize>channels << 2;
      }
    }
  }
}

/**
 * dx [batch, h, w, c]. The frame is of dy; (padTop, padLeft) were the margins of x. `work`: filter [kh · kw, deep] and
 * a line of `deep` numbers.
 */
export function depthwiseInput(
  dy: usize, filter: usize, mask: usize, dx: usize, frame: usize, work: usize,
  batch: i32, h: i32, w: i32, c: i32, m: i32, oh: i32, ow: i32, kh: i32, kw: i32,
  sh: i32, sw: i32, dh: i32, dw: i32, fh: i32, fw: i32, top: i32, left: i32, padTop: i32, padLeft: i32,
): void {
  const channels = c * m;
  const deep = (channels + 3) & ~3;
  const pixel = <usize>deep << 2;
  const taps = kh * kw;
  const line = work + <usize>taps * pixel;
  memory.fill(work, 0, <usize>taps * pixel);
  memory.fill(frame, 0, <usize>(fh * fw) * pixel);
  respace(filter, work, taps, channels, deep);
  for (let b = 0; b < batch; b++) {
    const image = <usize>(b * oh * ow * channels) << 2;
    deepen(
      dy + image, mask == 0 ? 0 : mask + image, frame + <usize>(top * fw + left) * pixel, oh, ow, channels, 1, deep,
      fw, oh, ow,
    );
    for (let y = 0; y < h; y++) {
      for (let x = 0; x < w; x++) {
        for (let k = 0; k < deep; k += 4) {
          const at = <usize>k << 2;
          let sum = f32x4.splat(0);
          for (let u = 0; u < kh; u++) {
            const i = y + padTop - u * dh;
            if (i % sh != 0) continue;
            const row = frame + at + <usize>((i / sh + top) * fw + left) * pixel;
            for (let v = 0; v < kw; v++) {
              const j = x + padLeft - v * dw;
              if (j % sw != 0) continue;
              const weight = v128.load(work + at + <usize>(u * kw + v) * pixel);
              sum = f32x4.relaxed_madd(v128.load(row + <usize>(j / sw) * pixel), weight, sum);
            }
          }
          v128.store(line + at, sum);
        }
        for (let k = 0; k < c; k++) {
          let sum = load<f32>(line + (<usize>(k * m) << 2));
          for (let r = 1; r < m; r++) sum += load<f32>(line + (<usize>(k * m + r) << 2));
          store<f32>(dx + (<usize>k << 2), sum);
        }
        dx += <usize>c << 2;
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
      x + (<usize>(b * h * w * c) << 2), 0, frame + <usize>(top * fw + left) * pixel, h, w, c, m, deep, fw,
      min(h, fh - top), min(w, fw - left),
    );
    deepen(dy + image, mask == 0 ? 0 : mask + image, work, oh, ow, channels, 1, deep, ow, oh, ow);
    for (let u = 0; u < kh; u++) {
      for (let v = 0; v < kw; v++) {
        for (let k = 0; k < deep; k += 4) {
          const at = <usize>k << 2;
          const total = sums + at + <usize>(u * kw + v) * pixel;
          let even = v128.load(total);
          let odd = f32x4.splat(0);
          let slope = work + at;
          for (let i = 0; i < oh; i++) {
            let place = frame + at + <usize>((i * sh + u * dh) * fw + v * dw) * pixel;
            let j = 0;
            for (; j + 2 <= ow; j += 2) {
              even = f32x4.relaxed_madd(v128.load(place), v128.load(slope), even);
              odd = f32x4.relaxed_madd(v128.load(place + step), v128.load(slope + pixel), odd);
              place += 2 * step;
              slope += 2 * pixel;
            }
            if (j < ow) {
              even = f32x4.relaxed_madd(v128.load(place), v128.load(slope), even);
              slope += pixel;
            }
          }
          v128.store(total, f32x4.add(even, odd));
        }
      }
    }
  }
  respace(sums, dfilter, taps, deep, channels);
}
