/**
 * The maps of Winograd's F(4 × 4, 3 × 3) along one axis (Lavin & Gray 2016, § 4.3), each with its transpose. A line is a
 * row or column of a tile, for eight channels at once: their low and high halves are treated alike, and V8 joins them;
 * see `pair.ts`. Steps from one number of a line to the next are bytes.
 */
import { storePair } from "./pair";
import { positive4 } from "./positive";

const NUMBERS = memory.data<f32>([2, 4, 5, 8, 1 / 4, 1 / 6, 1 / 12, 1 / 24]);
const TWO: usize = 0;
const FOUR: usize = 4;
const FIVE: usize = 8;
const EIGHT: usize = 12;
const QUARTER: usize = 16;
const SIXTH: usize = 20;
const TWELFTH: usize = 24;
const TWENTY_FOURTH: usize = 28;
/** Bytes of eight numbers. */
export const EIGHTH: usize = 32;

@inline
function number(at: usize): v128 {
  return v128.load32_splat(NUMBERS + at);
}

/** Bᵀ d: 6 numbers from 6. */
@inline
export function inputLine(from: usize, step: usize, to: usize, next: usize): void {
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
export function outputLine(from: usize, step: usize, to: usize, next: usize, bias: usize, relu: bool): void {
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
export function outputLineBack(from: usize, step: usize, to: usize, next: usize): void {
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
export function filterLine(from: usize, step: usize, to: usize, next: usize): void {
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
export function filterLineBack(from: usize, step: usize, to: usize, next: usize): void {
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

