/**
 * Convolution of images, channels last, as products of patches. Sizes in elements; `group` images are worked on at
 * once, so that they stay in the second cache. `frames` has room for these with their margins: frame [fh, fw, c], the
 * image at (top, left); not used where fh is 0, which says that there are no margins. `tables` has room for the
 * places that `patches` asks for.
 */
import { frameImage, frameImages } from "./frame";
import { ADD, patches, PLAIN, RELU } from "./patches";
import { packAll, packPanel } from "./product";
import { PANEL, PANEL_BYTES } from "./registerBlock";

@inline
function setPlace(lines: usize, at: i32, from: i32, to: i32): void {
  store<i32>(lines + (<usize>at << 3), from << 2);
  store<i32>(lines + (<usize>at << 3), to << 2, 4);
}

@inline
function setRun(runs: usize, at: i32, offset: i32): void {
  store<i32>(runs + (<usize>at << 2), offset << 2);
}

/** Some images into their frames, whose margins are zeros already; gives where they stand. */
function framed(
  x: usize, mask: usize, frames: usize, images: i32, h: i32, w: i32, c: i32, fh: i32, fw: i32, top: i32, left: i32,
): usize {
  if (fh == 0) return x;
  frameImages(x, mask, frames, images, h, w, c, fh, fw, top, left);
  return frames;
}

/** out [batch, oh, ow, cout] of x [batch, h, w, cin], weight [kh, kw, cin, cout] and bias [cout], 0 if none. */
export function convolution(
  x: usize, weight: usize, bias: usize, out: usize, frames: usize, panels: usize, tables: usize,
  batch: i32, group: i32, h: i32, w: i32, cin: i32, oh: i32, ow: i32, cout: i32, kh: i32, kw: i32,
  sh: i32, sw: i32, dh: i32, dw: i32, fh: i32, fw: i32, top: i32, left: i32, relu: i32,
): void {
  const k = kh * kw * cin;
  packAll(weight, panels, k, cout, cout, 1);
  const wide = fh == 0 ? w : fw;
  const high = fh == 0 ? h : fh;
  const joined = dw == 1 || kw == 1;
  const across = joined ? 1 : kw;
  const runs = tables + (<usize>(group * oh * ow) << 3);
  for (let i = 0; i < kh; i++)
    for (let j = 0; j < across; j++) setRun(runs, i * across + j, (i * dh * wide + j * dw) * cin);
  for (let g = 0, at = 0; g < group; g++)
    for (let i = 0; i < oh; i++)
      for (let j = 0; j < ow; j++, at++) setPlace(tables, at, ((g * high + i * sh) * wide + j * sw) * cin, at * cout);
  memory.fill(frames, 0, <usize>(group * fh * fw * cin) << 2);
  for (let b = 0; b < batch; b += group) {
    const images = min(group, batch - b);
    const frame = framed(
      x + (<usize>(b * h * w * cin) << 2), 0, frames, images, h, w, cin, fh, fw, top, left,
    );
    patches(
      frame, tables, images * oh * ow, runs, kh * across, k / (kh * across), 4, panels, bias,
      out + (<usize>(b * oh * ow * cout) << 2), cout, relu ? RELU : PLAIN,
    );
  }
}

/** Packs the taps of the filter, turned over, that meet the places of x at (py, px) past whole strides; gives their number. */
function packTaps(
  weight: usize, panels: usize, runs: usize, cin: i32, cout: i32, kh: i32, kw: i32, sh: i32, sw: i32,
  dh: i32, dw: i32, top: i32, left: i32, wide: i32, py: i32, px: i32,
): i32 {
  let taps = 0;
  for (let i = 0; i < kh; i++)
    for (let j = 0; j < kw; j++) taps += i32((py - i * dh) % sh == 0 && (px - j * dw) % sw == 0);
  let tap = 0;
  for (let i = 0; i < kh; i++) {
    for (let j = 0; j < kw; j++) {
      if ((py - i * dh) % sh != 0 || (px - j * dw) % sw != 0) continue;
      setRun(runs, tap, (((py - i * dh) / sh + top) * wide + (px - j * dw) / sw + left) * cout);
      for (let p = 0; p < cin; p += PANEL)
        packPanel(
          weight + (<usize>(((i * kw + j) * cin + p) * cout) << 2),
          panels + <usize>((p / PANEL * taps + tap) * cout) * PANEL_BYTES,
          min(PANEL, cin - p), cout, 4, <usize>cout << 2,
        );
      tap++;
    }
  }
  return taps;
}

/**
 * The gradient towards x: dx [batch, h, w, cin] of dy [batch, oh, ow, cout]. Places of x that differ by whole strides
 * see the same taps of the filter, and are one product. `mask`, 0 if none, is what relu gave. (padTop, padLeft) were
 * the margins of x, (top, left) are those of dy.
 */
export function convolutionInput(
  dy: usize, weight: usize, mask: usize, dx: usize, frames: usize, panels: usize, tables: usize,
  batch: i32, group: i32, h: i32, w: i32, cin: i32, oh: i32, ow: i32, cout: i32, kh: i32, kw: i32,
  sh: i32, sw: i32, dh: i32, dw: i32, fh: i32, fw: i32, top: i32, left: i32, padTop: i32, padLeft: i32,
): void {
  const wide = fh == 0 ? ow : fw;
  const high = fh == 0 ? oh : fh;
  const runs = tables + (<usize>(group * h * w) << 3);
  memory.fill(frames, 0, <usize>(group * fh * fw * cout) << 2);
  for (let py = 0; py < min(h, sh); py++) {
    for (let px = 0; px < min(w, sw); px++) {
      const taps = packTaps(
        weight, panels, runs, cin, cout, kh, kw, sh, sw, dh, dw, top, left, wide, py + padTop, px + padLeft,
      );
      let places = 0;
      for (let g = 0; g < group; g++)
        for (let y = py, i = 0; y < h; y += sh, i++)
          for (let x = px, j = 0; x < w; x += sw, j++, places++)
            setPlace(tables, places, ((g * high + i) * wide + j) * cout, ((g * h + y) * w + x) * cin);
      for (let b = 0; b < batch; b += group) {
        const images = min(group, batch - b);
        const image = <usize>(b * oh * ow * cout) << 2;
        const frame = framed(
          dy + image, mask == 0 ? 0 : mask + image, frames, images, oh, ow, cout, fh, fw, top, left,
        );
        patches(
          frame, tables, places / group * images, runs, taps, cout, 4, panels, 0,
          dx + (<usize>(b * h * w * cin) << 2), cin, PLAIN,
        );
      }
    }
  }
}

/** dy [pixels, n] in panels [n / 16][pixels][16], what stands where `mask` is 0 or below left out. */
function packGradient(dy: usize, mask: usize, panels: usize, pixels: i32, n: i32): void {
  const line = <usize>n << 2;
  for (let p = 0; p < n; p += PANEL) {
    const columns = <usize>min(PANEL, n - p) << 2;
    let from = dy + (<usize>p << 2);
    let seen: usize = mask == 0 ? 0 : mask + (<usize>p << 2);
    let to = panels + <usize>(p * pixels << 2);
    for (let i = 0; i < pixels; i++) {
      if (columns < PANEL_BYTES) memory.fill(to, 0, PANEL_BYTES);
      frameImage(from, seen, to, 1, columns, 0);
      from += line;
      if (mask != 0) seen += line;
      to += PANEL_BYTES;
    }
  }
}

/**
 * The gradient towards the filter: dw [kh, kw, cin, cout], added up over the images, `lines` lines of dy at a time, so
 * that they stay in the first cache.
 */
export function convolutionFilter(
  x: usize, dy: usize, mask: usize, dweight: usize, frames: usize, panels: usize, tables: usize,
  batch: i32, group: i32, h: i32, w: i32, cin: i32, oh: i32, ow: i32, cout: i32, kh: i32, kw: i32,
  sh: i32, sw: i32, dh: i32, dw: i32, fh: i32, fw: i32, top: i32, left: i32, lines: i32,
): void {
  const wide = fh == 0 ? w : fw;
  const high = fh == 0 ? h : fh;
  const k = kh * kw * cin;
  const runs = tables + (<usize>k << 3);
  for (let i = 0, at = 0; i < kh; i++)
    for (let j = 0; j < kw; j++)
      for (let c = 0; c < cin; c++, at++) setPlace(tables, at, (i * dh * wide + j * dw) * cin + c, at * cout);
  for (let g = 0, at = 0; g < group; g++)
    for (let i = 0; i < oh; i++, at++) setRun(runs, at, (g * high + i * sh) * wide * cin);
  memory.fill(dweight, 0, <usize>(k * cout) << 2);
  memory.fill(frames, 0, <usize>(group * fh * fw * cin) << 2);
  for (let b = 0; b < batch; b += group) {
    const images = min(group, batch - b);
    const frame = framed(
      x + (<usize>(b * h * w * cin) << 2), 0, frames, images, h, w, cin, fh, fw, top, left,
    );
    const image = <usize>(b * oh * ow * cout) << 2;
    for (let row = 0; row < images * oh; row += lines) {
      const many = min(lines, images * oh - row);
      const at = image + (<usize>(row * ow * cout) << 2);
      packGradient(dy + at, mask == 0 ? 0 : mask + at, panels, many * ow, cout);
      patches(
        frame, tables, k, runs + (<usize>row << 2), many, ow, <usize>(sw * cin) << 2, panels, 0, dweight, cout, ADD,
      );
    }
  }
}
