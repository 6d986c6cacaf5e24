/** Filters, images, results and gradients to the transformed tiles of `winograd.ts`, and back. */
import { storePair } from "./pair";
import { PANEL_BYTES } from "./registerBlock";
import { EIGHTH, filterLine, filterLineBack, inputLine, outputLine, outputLineBack } from "./winogradLines";

/** Elements of a transformed tile. */
export const ELEMENTS: usize = 36;

/**
 * Bytes from one element of the transformed tiles [36, tiles, c] to the next: a line of the cache past whole pages, for
 * the 36 that are written in turn would else meet in one set of the first cache.
 */
@inline
export function strideOf(tiles: i32, c: i32): usize {
  return ((<usize>(tiles * c << 2) + 4095) & ~4095) + 64;
}

/** Filter [3, 3, n] to [36, n]; from the last tap to the first where `turned`. */
export function transformFilter(taps: usize, filters: usize, spare: usize, n: usize, turned: bool): void {
  const line = n << 2;
  const step: usize = turned ? 0 - line : line;
  const first = turned ? taps + 8 * line : taps;
  for (let at: usize = 0; at < line; at += EIGHTH) {
    for (let j: usize = 0; j < 3; j++) filterLine(first + at + j * step, 3 * step, spare + j * EIGHTH, 3 * EIGHTH);
    for (let i: usize = 0; i < 6; i++)
      filterLine(spare + 3 * i * EIGHTH, EIGHTH, filters + at + 6 * i * line, line);
  }
}

/** [36, n] to the gradient of a filter [3, 3, n]. */
export function transformFilterBack(filters: usize, taps: usize, spare: usize, n: usize): void {
  const line = n << 2;
  for (let at: usize = 0; at < line; at += EIGHTH) {
    for (let j: usize = 0; j < 6; j++) filterLineBack(filters + at + j * line, 6 * line, spare + j * EIGHTH, 6 * EIGHTH);
    for (let i: usize = 0; i < 3; i++)
      filterLineBack(spare + 6 * i * EIGHTH, EIGHTH, taps + at + 3 * i * line, line);
  }
}

/** Frames [images, 4 th + 2, 4 tw + 2, c] to [36, tiles, c]. */
export function transformInput(frames: usize, values: usize, spare: usize, images: i32, th: i32, tw: i32, c: i32): void {
  const pixel = <usize>c << 2;
  const wide = <usize>(4 * tw + 2) * pixel;
  const next = strideOf(images * th * tw, c);
  let to = values;
  for (let image = 0; image < images; image++) {
    for (let i = 0; i < th; i++) {
      for (let j = 0; j < tw; j++) {
        const from = frames + <usize>(image * (4 * th + 2) + 4 * i) * wide + <usize>(4 * j) * pixel;
        for (let at: usize = 0; at < pixel; at += EIGHTH) {
          for (let s: usize = 0; s < 6; s++) inputLine(from + at + s * pixel, wide, spare + s * EIGHTH, 6 * EIGHTH);
          for (let r: usize = 0; r < 6; r++)
            inputLine(spare + 6 * r * EIGHTH, EIGHTH, to + at + 6 * r * next, next);
        }
        to += pixel;
      }
    }
  }
}

/** [36, tiles, c] to out [images, oh, ow, c], what stands past its borders left out. */
export function transformOutput(
  products: usize, bias: usize, out: usize, spare: usize, images: i32, th: i32, tw: i32, oh: i32, ow: i32, c: i32,
  relu: bool,
): void {
  const pixel = <usize>c << 2;
  const zeros = spare + ELEMENTS * EIGHTH;
  const edge = zeros + EIGHTH;
  memory.fill(zeros, 0, EIGHTH);
  const next = strideOf(images * th * tw, c);
  let from = products;
  for (let image = 0; image < images; image++) {
    for (let i = 0; i < th; i++) {
      for (let j = 0; j < tw; j++) {
        const to = out + <usize>((image * oh + 4 * i) * ow + 4 * j) * pixel;
        const rows = <usize>min(4, oh - 4 * i);
        const columns = <usize>min(4, ow - 4 * j);
        for (let at: usize = 0; at < pixel; at += EIGHTH) {
          for (let s: usize = 0; s < 6; s++)
            outputLine(from + at + s * next, 6 * next, spare + s * EIGHTH, 6 * EIGHTH, zeros, false);
          const line = bias == 0 ? zeros : bias + at;
          for (let r: usize = 0; r < rows; r++) {
            const first = to + r * <usize>ow * pixel + at;
            if (columns == 4) {
              outputLine(spare + 6 * r * EIGHTH, EIGHTH, first, pixel, line, relu);
            } else {
              outputLine(spare + 6 * r * EIGHTH, EIGHTH, edge, EIGHTH, line, relu);
              for (let s: usize = 0; s < columns; s++)
                storePair(first + s * pixel, v128.load(edge + s * EIGHTH), v128.load(edge + s * EIGHTH, 16));
            }
          }
        }
        from += pixel;
      }
    }
  }
}

/** Frames [images, 4 th, 4 tw, c] of an output's gradient to panels [36, c / 16, tiles, 16]. */
export function transformGradient(frames: usize, panels: usize, spare: usize, images: i32, th: i32, tw: i32, c: i32): void {
  const pixel = <usize>c << 2;
  const wide = <usize>(4 * tw) * pixel;
  const tiles = <usize>(images * th * tw);
  const next = strideOf(images * th * tw, c);
  let to = panels;
  for (let image = 0; image < images; image++) {
    for (let i = 0; i < th; i++) {
      for (let j = 0; j < tw; j++) {
        const from = frames + <usize>(image * 4 * th + 4 * i) * wide + <usize>(4 * j) * pixel;
        for (let at: usize = 0; at < pixel; at += EIGHTH) {
          const place = to + at / PANEL_BYTES * tiles * PANEL_BYTES + (at & (PANEL_BYTES - 1));
          for (let s: usize = 0; s < 4; s++) outputLineBack(from + at + s * pixel, wide, spare + s * EIGHTH, 4 * EIGHTH);
          for (let r: usize = 0; r < 6; r++)
            outputLineBack(spare + 4 * r * EIGHTH, EIGHTH, place + 6 * r * next, next);
        }
        to += PANEL_BYTES;
      }
    }
  }
}

