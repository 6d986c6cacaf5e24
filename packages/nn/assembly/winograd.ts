/**
 * Convolution with a filter of 3 × 3, stride 1, by Winograd's minimal filtering F(4 × 4, 3 × 3): a tile of 4 × 4 results
 * takes 36 products of each channel in with each channel out, where the sums as they are written take 144.
 * Y = Aᵀ [(G w Gᵀ) ⊙ (Bᵀ d B)] A, of a tile d of 6 × 6 (Lavin & Gray 2016, Fast algorithms for convolutional neural
 * networks, § 4.3); gradients are the same maps transposed. Its sums round about ten times as coarsely as direct ones.
 * Channels come by sixteens, and are worked on by eights: a line is one row or column of a tile for eight of them.
 */
import { frameImages } from "./frame";
import { storePair } from "./pair";
import { positive4 } from "./positive";
import { packAll } from "./product";
import { PANEL, PANEL_BYTES, stridedRows } from "./registerBlock";

const NUMBERS = memory.data<f32>([2, 4, 5, 8, 1 / 4, 1 / 6, 1 / 12, 1 / 24]);
const TWO: usize = 0;
const FOUR: usize = 4;
const FIVE: usize = 8;
const EIGHT: usize = 12;
const QUARTER: usize = 16;
const SIXTH: usize = 20;
const TWELFTH: usize = 24;
const TWENTY_FOURTH: usize = 28;
/** Elements of a transformed tile. */
const ELEMENTS: usize = 36;
/** Bytes of eight numbers. */
const EIGHTH: usize = 32;

/**
 * Bytes from one element of the transformed tiles [36, tiles, c] to the next: a line of the cache past whole pages, for
 * the 36 that are written in turn would else meet in one set of the first cache.
 */
@inline
function strideOf(tiles: i32, c: i32): usize {
  return ((<usize>(tiles * c << 2) + 4095) & ~4095) + 64;
}

@inline
function number(at: usize): v128 {
  return v128.load32_splat(NUMBERS + at);
}

// Each of these maps does the same with a low and with a high half, which V8 joins; see `pair.ts`.

/** Bᵀ d: 6 numbers from 6. */
@inline
function inputLine(from: usize, step: usize, to: usize, next: usize): void {
  const d0 = v128.load(from);
  const e0 = v128.load(from, 16);
  const d1 = v128.load(from + step);
  const e1 = v128.load(from + step, 16);
  const d2 = v128.load(from + 2 * step);
  const e2 = v128.load(from + 2 * step, 16);
  const d3 = v128.load(from + 3 * step);
  const e3 = v128.load(from + 3 * step, 16);
  const d4 = v128.load(from + 4 * step);
  const e4 = v128.load(from + 4 * step, 16);
  const d5 = v128.load(from + 5 * step);
  const e5 = v128.load(from + 5 * step, 16);
  const two = number(TWO);
  const four = number(FOUR);
  const five = number(FIVE);
  const da = f32x4.relaxed_nmadd(four, d2, d4);
  const ea = f32x4.relaxed_nmadd(four, e2, e4);
  const db = f32x4.relaxed_nmadd(four, d1, d3);
  const eb = f32x4.relaxed_nmadd(four, e1, e3);
  const dc = f32x4.sub(d4, d2);
  const ec = f32x4.sub(e4, e2);
  const dd = f32x4.mul(two, f32x4.sub(d3, d1));
  const ed = f32x4.mul(two, f32x4.sub(e3, e1));
  storePair(
    to,
    f32x4.relaxed_madd(four, d0, f32x4.relaxed_nmadd(five, d2, d4)),
    f32x4.relaxed_madd(four, e0, f32x4.relaxed_nmadd(five, e2, e4)),
  );
  storePair(to + next, f32x4.add(da, db), f32x4.add(ea, eb));
  storePair(to + 2 * next, f32x4.sub(da, db), f32x4.sub(ea, eb));
  storePair(to + 3 * next, f32x4.add(dc, dd), f32x4.add(ec, ed));
  storePair(to + 4 * next, f32x4.sub(dc, dd), f32x4.sub(ec, ed));
  storePair(
    to + 5 * next,
    f32x4.relaxed_madd(four, d1, f32x4.relaxed_nmadd(five, d3, d5)),
    f32x4.relaxed_madd(four, e1, f32x4.relaxed_nmadd(five, e3, e5)),
  );
}

/** Aᵀ m: 4 numbers from 6; then plus `bias` and, if asked, relu. */
@inline
function outputLine(from: usize, step: usize, to: usize, next: usize, bias: usize, relu: bool): void {
  const m0 = v128.load(from);
  const n0 = v128.load(from, 16);
  const m1 = v128.load(from + step);
  const n1 = v128.load(from + step, 16);
  const m2 = v128.load(from + 2 * step);
  const n2 = v128.load(from + 2 * step, 16);
  const m3 = v128.load(from + 3 * step);
  const n3 = v128.load(from + 3 * step, 16);
  const m4 = v128.load(from + 4 * step);
  const n4 = v128.load(from + 4 * step, 16);
  const m5 = v128.load(from + 5 * step);
  const n5 = v128.load(from + 5 * step, 16);
  const low = v128.load(bias);
  const high = v128.load(bias, 16);
  const two = number(TWO);
  const four = number(FOUR);
  const eight = number(EIGHT);
  const ms = f32x4.add(f32x4.add(m1, m2), low);
  const ns = f32x4.add(f32x4.add(n1, n2), high);
  const md = f32x4.add(f32x4.sub(m1, m2), low);
  const nd = f32x4.add(f32x4.sub(n1, n2), high);
  const mu = f32x4.add(m3, m4);
  const nu = f32x4.add(n3, n4);
  const mv = f32x4.sub(m3, m4);
  const nv = f32x4.sub(n3, n4);
  let y0 = f32x4.add(f32x4.add(m0, mu), ms);
  let z0 = f32x4.add(f32x4.add(n0, nu), ns);
  let y1 = f32x4.relaxed_madd(two, mv, md);
  let z1 = f32x4.relaxed_madd(two, nv, nd);
  let y2 = f32x4.relaxed_madd(four, mu, ms);
  let z2 = f32x4.relaxed_madd(four, nu, ns);
  let y3 = f32x4.relaxed_madd(eight, mv, f32x4.add(md, m5));
  let z3 = f32x4.relaxed_madd(eight, nv, f32x4.add(nd, n5));
  if (relu) {
    y0 = positive4(y0);
    z0 = positive4(z0);
    y1 = positive4(y1);
    z1 = positive4(z1);
    y2 = positive4(y2);
    z2 = positive4(z2);
    y3 = positive4(y3);
    z3 = positive4(z3);
  }
  storePair(to, y0, z0);
  storePair(to + next, y1, z1);
  storePair(to + 2 * next, y2, z2);
  storePair(to + 3 * next, y3, z3);
}

/** A y: 6 numbers from 4, the transpose of `outputLine`. */
@inline
function outputLineBack(from: usize, step: usize, to: usize, next: usize): void {
  const y0 = v128.load(from);
  const z0 = v128.load(from, 16);
  const y1 = v128.load(from + step);
  const z1 = v128.load(from + step, 16);
  const y2 = v128.load(from + 2 * step);
  const z2 = v128.load(from + 2 * step, 16);
  const y3 = v128.load(from + 3 * step);
  const z3 = v128.load(from + 3 * step, 16);
  const two = number(TWO);
  const four = number(FOUR);
  const ya = f32x4.add(y0, y2);
  const za = f32x4.add(z0, z2);
  const yb = f32x4.add(y1, y3);
  const zb = f32x4.add(z1, z3);
  const yc = f32x4.relaxed_madd(four, y2, y0);
  const zc = f32x4.relaxed_madd(four, z2, z0);
  const yd = f32x4.mul(two, f32x4.relaxed_madd(four, y3, y1));
  const zd = f32x4.mul(two, f32x4.relaxed_madd(four, z3, z1));
  storePair(to, y0, z0);
  storePair(to + next, f32x4.add(ya, yb), f32x4.add(za, zb));
  storePair(to + 2 * next, f32x4.sub(ya, yb), f32x4.sub(za, zb));
  storePair(to + 3 * next, f32x4.add(yc, yd), f32x4.add(zc, zd));
  storePair(to + 4 * next, f32x4.sub(yc, yd), f32x4.sub(zc, zd));
  storePair(to + 5 * next, y3, z3);
}

/** G w: 6 numbers from 3; `step` may be negative. */
@inline
function filterLine(from: usize, step: usize, to: usize, next: usize): void {
  const w0 = v128.load(from);
  const x0 = v128.load(from, 16);
  const w1 = v128.load(from + step);
  const x1 = v128.load(from + step, 16);
  const w2 = v128.load(from + 2 * step);
  const x2 = v128.load(from + 2 * step, 16);
  const quarter = number(QUARTER);
  const sixth = number(SIXTH);
  const twelfth = number(TWELFTH);
  const least = number(TWENTY_FOURTH);
  const wa = f32x4.mul(sixth, f32x4.add(w0, w2));
  const xa = f32x4.mul(sixth, f32x4.add(x0, x2));
  const wb = f32x4.mul(sixth, w1);
  const xb = f32x4.mul(sixth, x1);
  const wc = f32x4.relaxed_madd(least, w0, f32x4.mul(sixth, w2));
  const xc = f32x4.relaxed_madd(least, x0, f32x4.mul(sixth, x2));
  const wd = f32x4.mul(twelfth, w1);
  const xd = f32x4.mul(twelfth, x1);
  storePair(to, f32x4.mul(quarter, w0), f32x4.mul(quarter, x0));
  storePair(to + next, f32x4.neg(f32x4.add(wa, wb)), f32x4.neg(f32x4.add(xa, xb)));
  storePair(to + 2 * next, f32x4.sub(wb, wa), f32x4.sub(xb, xa));
  storePair(to + 3 * next, f32x4.add(wc, wd), f32x4.add(xc, xd));
  storePair(to + 4 * next, f32x4.sub(wc, wd), f32x4.sub(xc, xd));
  storePair(to + 5 * next, w2, x2);
}

/** Gᵀ u: 3 numbers from 6, the transpose of `filterLine`. */
@inline
function filterLineBack(from: usize, step: usize, to: usize, next: usize): void {
  const u0 = v128.load(from);
  const v0 = v128.load(from, 16);
  const u1 = v128.load(from + step);
  const v1 = v128.load(from + step, 16);
  const u2 = v128.load(from + 2 * step);
  const v2 = v128.load(from + 2 * step, 16);
  const u3 = v128.load(from + 3 * step);
  const v3 = v128.load(from + 3 * step, 16);
  const u4 = v128.load(from + 4 * step);
  const v4 = v128.load(from + 4 * step, 16);
  const u5 = v128.load(from + 5 * step);
  const v5 = v128.load(from + 5 * step, 16);
  const quarter = number(QUARTER);
  const sixth = number(SIXTH);
  const twelfth = number(TWELFTH);
  const least = number(TWENTY_FOURTH);
  const ua = f32x4.mul(sixth, f32x4.add(u1, u2));
  const va = f32x4.mul(sixth, f32x4.add(v1, v2));
  const ub = f32x4.add(u3, u4);
  const vb = f32x4.add(v3, v4);
  const uc = f32x4.mul(sixth, f32x4.sub(u2, u1));
  const vc = f32x4.mul(sixth, f32x4.sub(v2, v1));
  storePair(
    to,
    f32x4.relaxed_madd(least, ub, f32x4.sub(f32x4.mul(quarter, u0), ua)),
    f32x4.relaxed_madd(least, vb, f32x4.sub(f32x4.mul(quarter, v0), va)),
  );
  storePair(
    to + next,
    f32x4.relaxed_madd(twelfth, f32x4.sub(u3, u4), uc),
    f32x4.relaxed_madd(twelfth, f32x4.sub(v3, v4), vc),
  );
  storePair(
    to + 2 * next,
    f32x4.relaxed_madd(sixth, ub, f32x4.sub(u5, ua)),
    f32x4.relaxed_madd(sixth, vb, f32x4.sub(v5, va)),
  );
}

/** Filter [3, 3, n] to [36, n]; from the last tap to the first where `turned`. */
function transformFilter(taps: usize, filters: usize, spare: usize, n: usize, turned: bool): void {
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
function transformFilterBack(filters: usize, taps: usize, spare: usize, n: usize): void {
  const line = n << 2;
  for (let at: usize = 0; at < line; at += EIGHTH) {
    for (let j: usize = 0; j < 6; j++) filterLineBack(filters + at + j * line, 6 * line, spare + j * EIGHTH, 6 * EIGHTH);
    for (let i: usize = 0; i < 3; i++)
      filterLineBack(spare + 6 * i * EIGHTH, EIGHTH, taps + at + 3 * i * line, line);
  }
}

/** Frames [images, 4 th + 2, 4 tw + 2, c] to [36, tiles, c]. */
function transformInput(frames: usize, values: usize, spare: usize, images: i32, th: i32, tw: i32, c: i32): void {
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
function transformOutput(
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
function transformGradient(frames: usize, panels: usize, spare: usize, images: i32, th: i32, tw: i32, c: i32): void {
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

/**
 * out [batch, oh, ow, cout] of x [batch, h, w, cin], which stands at (top, left) of its frame, of weight
 * [3, 3, cin, cout], and bias [cout], 0 if none; `group` images at once. If `turned`, weight is [3, 3, cout, cin] and is
 * turned over: the gradient towards the input of a convolution. What stands where `mask`, 0 if none, is 0 or below is
 * taken as 0. Room: `frames` [group, 4 th + 2, 4 tw + 2, cin], `filters` 45 · cin · cout, `values` [36, tiles, cin],
 * `products` [36, tiles, cout], each
 * element of these two with 1040 numbers more, `spare` 448 numbers.
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
