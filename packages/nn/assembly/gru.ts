/** The recurrence of a GRU over a whole sequence, and its gradient. Gates stand as r, z, n; time comes first. */
import { gateSigmoid, gateTanh } from "./gateFunctions";
import { addProduct, packAll } from "./product";
import { load4, store4, sumProducts } from "./recurrence";
import { TILE } from "./registerBlock";

/** `count` units, four at most, of one row. `next` is the number of bytes from one gate to the next. */
@inline
function cell(
  gates: usize, projection: usize, before: usize, products: usize, hidden: usize, next: usize, count: i32,
): void {
  const reset = gateSigmoid(load4(gates, count));
  const update = gateSigmoid(load4(gates + next, count));
  const product = load4(gates + 2 * next, count);
  const candidate = gateTanh(f32x4.relaxed_madd(reset, product, load4(projection + 2 * next, count)));
  const old = before == 0 ? f32x4.splat(0) : load4(before, count);
  store4(gates, reset, count);
  store4(gates + next, update, count);
  store4(gates + 2 * next, candidate, count);
  store4(products, product, count);
  store4(hidden, f32x4.relaxed_madd(update, f32x4.sub(old, candidate), candidate), count);
}

/** Where a step's products start: the sums of r and z from the projection, of n from its own bias. */
function start(projection: usize, bias: usize, gates: usize, batch: i32, units: i32): void {
  const next = <usize>units << 2;
  for (let row: usize = 0; row < <usize>batch; row++) {
    memory.copy(gates + 3 * row * next, projection + 3 * row * next, 2 * next);
    memory.copy(gates + (3 * row + 2) * next, bias, next);
  }
}

function step(
  gates: usize, projection: usize, before: usize, products: usize, hidden: usize, batch: i32, units: i32,
): void {
  const next = <usize>units << 2;
  const whole = next & ~15;
  for (let row: usize = 0; row < <usize>batch; row++) {
    const from = 3 * row * next;
    const at = row * next;
    let u: usize = 0;
    for (; u < whole; u += 16) {
      const old: usize = before == 0 ? 0 : before + at + u;
      cell(gates + from + u, projection + from + u, old, products + at + u, hidden + at + u, next, 4);
    }
    if (u < next) {
      const old: usize = before == 0 ? 0 : before + at + u;
      cell(gates + from + u, projection + from + u, old, products + at + u, hidden + at + u, next, units & 3);
    }
  }
}

/**
 * projection [time, batch, 3 units] = x W + b, recurrent [units, 3 units], bias [units] of the product that the reset
 * gate scales → the states [time, batch, units], and for the gradient the gates and that product.
 */
export function gru(
  projection: usize, recurrent: usize, bias: usize, hidden: usize, gates: usize, products: usize, scratch: usize,
  time: i32, batch: i32, units: i32,
): void {
  const columns = 3 * units;
  const panels = scratch + (TILE << 2);
  const states = <usize>(batch * units) << 2;
  packAll(recurrent, panels, units, columns, columns, 1);
  for (let t: usize = 0; t < <usize>time; t++) {
    const sums = gates + 3 * t * states;
    const from = projection + 3 * t * states;
    const at = t * states;
    const before: usize = t == 0 ? 0 : hidden + at - states;
    start(from, bias, sums, batch, units);
    if (t > 0) addProduct(before, panels, sums, sums, scratch, batch, columns, units, units, 1);
    step(sums, from, before, products + at, hidden + at, batch, units);
  }
}

/** σ' = y (1 - y) from its value y. */
@inline
function slope(y: v128): v128 {
  return f32x4.sub(y, f32x4.mul(y, y));
}

/** `dHidden` becomes what goes to the step before past the gates. */
@inline
function cellBack(
  dHidden: usize, gates: usize, before: usize, products: usize, dProjection: usize, dSums: usize, dBias: usize,
  next: usize, count: i32,
): void {
  const one = f32x4.splat(1);
  const reset = load4(gates, count);
  const update = load4(gates + next, count);
  const candidate = load4(gates + 2 * next, count);
  const old = before == 0 ? f32x4.splat(0) : load4(before, count);
  const dh = load4(dHidden, count);
  const flat = f32x4.sub(one, f32x4.mul(candidate, candidate));
  const dn = f32x4.mul(f32x4.mul(dh, f32x4.sub(one, update)), flat);
  const dr = f32x4.mul(f32x4.mul(dn, load4(products, count)), slope(reset));
  const dz = f32x4.mul(f32x4.mul(dh, f32x4.sub(old, candidate)), slope(update));
  const dq = f32x4.mul(dn, reset);
  store4(dProjection, dr, count);
  store4(dProjection + next, dz, count);
  store4(dProjection + 2 * next, dn, count);
  store4(dSums, dr, count);
  store4(dSums + next, dz, count);
  store4(dSums + 2 * next, dq, count);
  store4(dBias, f32x4.add(load4(dBias, count), dq), count);
  store4(dHidden, f32x4.mul(dh, update), count);
}

function stepBack(
  dHidden: usize, gates: usize, before: usize, products: usize, dProjection: usize, dSums: usize, dBias: usize,
  batch: i32, units: i32,
): void {
  const next = <usize>units << 2;
  for (let row: usize = 0; row < <usize>batch; row++) {
    const from: usize = 3 * row * next;
    for (let u = 0; u < units; u += 4) {
      const by = <usize>u << 2;
      const at = row * next + by;
      const to = from + by;
      const old: usize = before == 0 ? 0 : before + at;
      if (u + 4 <= units)
        cellBack(
          dHidden + at, gates + to, old, products + at, dProjection + to, dSums + to, dBias + by, next, 4,
        );
      else
        cellBack(
          dHidden + at, gates + to, old, products + at, dProjection + to, dSums + to, dBias + by, next, units & 3,
        );
    }
  }
}

/** To the `size` numbers at `to` those at `more`. */
function addTo(to: usize, more: usize, size: i32): void {
  for (let at = 0; at < size; at += 4) {
    const by = <usize>at << 2;
    const count = size - at;
    store4(to + by, f32x4.add(load4(to + by, count), load4(more + by, count)), count);
  }
}

/**
 * dOut [time, batch, units], or [batch, units] where `last` says that the last state alone was given out → the gradients
 * of the projection, the recurrent weights and the bias. The scratch holds a tile, one state, 3 for each step, and
 * the larger of two packs.
 */
export function gruGradient(
  dOut: usize, recurrent: usize, hidden: usize, gates: usize, products: usize,
  dProjection: usize, dRecurrent: usize, dBias: usize, scratch: usize, time: i32, batch: i32, units: i32, last: i32,
): void {
  const columns = 3 * units;
  const states = <usize>(batch * units) << 2;
  const dHidden = scratch + (TILE << 2);
  const dSums = dHidden + ((states + 15) & ~15);
  const pack = dSums + 3 * <usize>time * states;
  memory.fill(dBias, 0, <usize>units << 2);
  memory.fill(dHidden, 0, states);
  packAll(recurrent, pack, columns, units, 1, columns);
  for (let t = time - 1; t >= 0; t--) {
    const at = <usize>t * states;
    const sums = dSums + 3 * at;
    if (t < time - 1) addProduct(sums + 3 * states, pack, dHidden, dHidden, scratch, batch, units, columns, columns, 1);
    if (!last) addTo(dHidden, dOut + at, batch * units);
    else if (t == time - 1) memory.copy(dHidden, dOut, states);
    const before: usize = t == 0 ? 0 : hidden + at - states;
    stepBack(dHidden, gates + 3 * at, before, products + at, dProjection + 3 * at, sums, dBias, batch, units);
  }
  sumProducts(hidden, dSums + 3 * states, dRecurrent, pack, scratch, (time - 1) * batch, units, columns);
}
