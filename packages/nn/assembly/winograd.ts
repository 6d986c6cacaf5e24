/**
 * Convolution with a filter of 3 × 3, stride 1, by Winograd's minimal filtering F(4 × 4, 3 × 3): a tile of 4 × 4 results
 * takes 36 products of each channel in with each channel out, where the sums as they are written take 144.
 * Y = Aᵀ [(G w Gᵀ) ⊙ (Bᵀ d B)] A, of a tile d of 6 × 6 (Lavin & Gray 2016, Fast algorithms for convolutional neural
 * networks, § 4.3); gradients are the same maps transposed. Its sums round about ten times as coarsely as direct ones.
 * Channels come by sixteens.
 */
import { frameImages } from "./frame";
import { stridedRows } from "./panelRows";
import { packAll } from "./product";
import { PANEL, PANEL_BYTES } from "./registerBlock";
import {
  ELEMENTS, strideOf, transformFilter, transformFilterBack, transformGradient, transformInput, transformOutput,
} from "./winogradTiles";

/**
 * out [batch, oh, ow, cout] of x [batch, h, w, cin], which stands at (top, left) of its frame, of weight
 * [3, 3, cin, cout], and bias [cout], 0 if none; `group` images at once. If `turned`, weight is [3, 3, cout, cin] and is
 * turned over: the gradient towards the input of a convolution. What stands where `mask`, 0 if none, is 0 or below is
 * taken as 0. Room: `frames` [group, 4 th + 2, 4 tw + 2, cin], `filters` 45 · cin · cout, `values` [36, tiles, cin],
 * `products` [36, tiles, cout], each element of these two with 1040 numbers more, `spare` 448 numbers.
 */
export function winograd(
  x: usize, mask: usize, weight: usize, bias: usize, out: usize,
  frames: usize, filters: usize, values: usize, products: usize, spare: usize,
  batch: i32, group: i32, h: i32, w: i32, cin: i32, oh: i32, ow: i32, cout: i32, top: i32, left: i32,
  turned: i32, relu: i32,
): void {
  const th = (oh + 3) >> 2;
  const tw = (ow + 3) >> 2;
  const size = cin * cout;
  const bytes = <usize>size << 2;
  const taps = filters + ELEMENTS * bytes;
  for (let t: usize = 0; t < 9; t++)
    packAll(weight + t * bytes, taps + t * bytes, cin, cout, turned ? 1 : cout, turned ? cin : 1);
  transformFilter(taps, filters, spare, <usize>size, turned != 0);
  const line = <usize>cout << 2;
  const start = spare;
  const tile = spare + PANEL_BYTES;
  memory.fill(frames, 0, <usize>(group * (4 * th + 2) * (4 * tw + 2) * cin) << 2);
  for (let b = 0; b < batch; b += group) {
    const images = min(group, batch - b);
    const tiles = images * th * tw;
    const at = <usize>(b * h * w * cin) << 2;
    frameImages(
      x + at, mask == 0 ? 0 : mask + at, frames, images, h, w, cin, 4 * th + 2, 4 * tw + 2, top, left,
    );
    transformInput(frames, values, spare, images, th, tw, cin);
    memory.fill(start, 0, PANEL_BYTES);
    for (let e: usize = 0; e < ELEMENTS; e++)
      for (let c: usize = 0; c < line; c += PANEL_BYTES)
        stridedRows(
          values + e * strideOf(tiles, cin), filters + e * bytes + c * <usize>cin, start, 0,
          products + e * strideOf(tiles, cout) + c, line, tile, tiles, PANEL, cin, <usize>cin << 2, 4, false,
        );
    transformOutput(
      products, bias, out + <usize>(b * oh * ow) * line, spare, images, th, tw, oh, ow, cout, relu != 0,
    );
  }
}

/**
 * The gradient towards the weight: dweight [3, 3, cin, cout]. Room as above, for dy too: `dyFrames`
 * [group, 4 th, 4 tw, cout]; `filters` is 36 · cin · cout.
 */
export function winogradFilter(
  x: usize, dy: usize, mask: usize, dweight: usize,
  frames: usize, dyFrames: usize, filters: usize, values: usize, products: usize, spare: usize,
  batch: i32, group: i32, h: i32, w: i32, cin: i32, oh: i32, ow: i32, cout: i32, top: i32, left: i32,
): void {
  const th = (oh + 3) >> 2;
  const tw = (ow + 3) >> 2;
  const bytes = <usize>(cin * cout) << 2;
  const line = <usize>cout << 2;
  memory.fill(filters, 0, ELEMENTS * bytes);
  memory.fill(frames, 0, <usize>(group * (4 * th + 2) * (4 * tw + 2) * cin) << 2);
  memory.fill(dyFrames, 0, <usize>(16 * group * th * tw) * line);
  for (let b = 0; b < batch; b += group) {
    const images = min(group, batch - b);
    const tiles = images * th * tw;
    const at = <usize>(b * oh * ow) * line;
    frameImages(
      x + (<usize>(b * h * w * cin) << 2), 0, frames, images, h, w, cin, 4 * th + 2, 4 * tw + 2, top, left,
    );
    frameImages(dy + at, mask == 0 ? 0 : mask + at, dyFrames, images, oh, ow, cout, 4 * th, 4 * tw, 0, 0);
    transformInput(frames, values, spare, images, th, tw, cin);
    transformGradient(dyFrames, products, spare, images, th, tw, cout);
    for (let e: usize = 0; e < ELEMENTS; e++)
      for (let c: usize = 0; c < line; c += PANEL_BYTES)
        stridedRows(
          values + e * strideOf(tiles, cin), products + e * strideOf(tiles, cout) + c * <usize>tiles,
          filters + e * bytes + c, line, filters + e * bytes + c, line, spare, cin, PANEL, tiles,
          4, <usize>cin << 2, false,
        );
  }
  transformFilterBack(filters, dweight, spare, <usize>(cin * cout));
}
