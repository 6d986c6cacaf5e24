/** The recurrence of an LSTM over a whole sequence, and its gradient. Gates stand as i, f, g, o; time comes first. */
import { gateSigmoid, gateTanh } from "./gateFunctions";
import { storePair } from "./pair";
import { addProduct, packAll } from "./product";
import { load4, store4, sumProducts } from "./recurrence";
import { TILE } from "./registerBlock";

/**
 * Eight units of one row, in two vectors that the engine may join: so they are loaded, computed and stored side by side.
 * `next` is the number of bytes from one gate to the next.
 */
@inline
function cells8(
  gates: usize, before: usize, cells: usize, squashed: usize, hidden: usize, next: usize,
): void {
  const forgets = gates + next;
  const candidates = gates + 2 * next;
  const outputs = gates + 3 * next;
  const i0 = gateSigmoid(v128.load(gates));
  const i1 = gateSigmoid(v128.load(gates, 16));
  const f0 = gateSigmoid(v128.load(forgets));
  const f1 = gateSigmoid(v128.load(forgets, 16));
  const g0 = gateTanh(v128.load(candidates));
  const g1 = gateTanh(v128.load(candidates, 16));
  const o0 = gateSigmoid(v128.load(outputs));
  const o1 = gateSigmoid(v128.load(outputs, 16));
  let c0 = f32x4.mul(i0, g0);
  let c1 = f32x4.mul(i1, g1);
  if (before != 0) {
    c0 = f32x4.relaxed_madd(f0, v128.load(before), c0);
    c1 = f32x4.relaxed_madd(f1, v128.load(before, 16), c1);
  }
  const t0 = gateTanh(c0);
  const t1 = gateTanh(c1);
  storePair(gates, i0, i1);
  storePair(forgets, f0, f1);
  storePair(candidates, g0, g1);
  storePair(outputs, o0, o1);
  storePair(cells, c0, c1);
  storePair(squashed, t0, t1);
  storePair(hidden, f32x4.mul(o0, t0), f32x4.mul(o1, t1));
}

/** The same of `count` units, four at most. */
@inline
function cells4(
  gates: usize, before: usize, cells: usize, squashed: usize, hidden: usize, next: usize, count: i32,
): void {
  const input = gateSigmoid(load4(gates, count));
  const forget = gateSigmoid(load4(gates + next, count));
  const candidate = gateTanh(load4(gates + 2 * next, count));
  const output = gateSigmoid(load4(gates + 3 * next, count));
  let content = f32x4.mul(input, candidate);
  if (before != 0) content = f32x4.relaxed_madd(forget, load4(before, count), content);
  const bounded = gateTanh(content);
  store4(gates, input, count);
  store4(gates + next, forget, count);
  store4(gates + 2 * next, candidate, count);
  store4(gates + 3 * next, output, count);
  store4(cells, content, count);
  store4(squashed, bounded, count);
  store4(hidden, f32x4.mul(output, bounded), count);
}

/** One step's gates, in place from their sums [batch, 4 units]; `before` is the last step's cells, 0 if there was none. */
function step(
  gates: usize, before: usize, cells: usize, squashed: usize, hidden: usize, batch: i32, units: i32,
): void {
  const next = <usize>units << 2;
  for (let row: usize = 0; row < <usize>batch; row++) {
    const from = gates + row * 4 * next;
    const at = row * next;
    const old: usize = before == 0 ? 0 : before + at;
    let u: usize = 0;
    for (; u + 32 <= next; u += 32)
      cells8(from + u, old == 0 ? 0 : old + u, cells + at + u, squashed + at + u, hidden + at + u, next);
    for (; u < next; u += 16) {
      const count = units - <i32>(u >> 2);
      cells4(from + u, old == 0 ? 0 : old + u, cells + at + u, squashed + at + u, hidden + at + u, next, count);
    }
  }
}

/**
 * projection [time, batch, 4 units] = x W + b, recurrent [units, 4 units] → the states [time, batch, units], and for the
 * gradient the gates, the cells and the tanh of the cells.
 */
export function lstm(
  projection: usize, recurrent: usize, hidden: usize, gates: usize, cells: usize, squashed: usize, scratch: usize,
  time: i32, batch: i32, units: i32,
): void {
  const columns = 4 * units;
  const panels = scratch + (TILE << 2);
  const states = <usize>(batch * units) << 2;
  packAll(recurrent, panels, units, columns, columns, 1);
  for (let t: usize = 0; t < <usize>time; t++) {
    const sums = gates + 4 * t * states;
    const from = projection + 4 * t * states;
    const at = t * states;
    if (t == 0) memory.copy(sums, from, 4 * states);
    else addProduct(hidden + at - states, panels, from, sums, scratch, batch, columns, units, units, 1);
    step(sums, t == 0 ? 0 : cells + at - states, cells + at, squashed + at, hidden + at, batch, units);
  }
}

/** σ' = y (1 - y) from its value y. */
@inline
function slope(y: v128): v128 {
  return f32x4.sub(y, f32x4.mul(y, y));
}

/** `count` units, four at most, of one row. `next` is the number of bytes from one gate to the next. */
@inline
function cellBack(
  dHidden: usize, dCells: usize, gates: usize, before: usize, squashed: usize, dSums: usize, next: usize, count: i32,
): void {
  const one = f32x4.splat(1);
  const input = load4(gates, count);
  const forget = load4(gates + next, count);
  const candidate = load4(gates + 2 * next, count);
  const output = load4(gates + 3 * next, count);
  const bounded = load4(squashed, count);
  const dh = load4(dHidden, count);
  const through = f32x4.mul(f32x4.mul(dh, output), f32x4.sub(one, f32x4.mul(bounded, bounded)));
  const dc = f32x4.add(load4(dCells, count), through);
  const old = before == 0 ? f32x4.splat(0) : load4(before, count);
  const flat = f32x4.sub(one, f32x4.mul(candidate, candidate));
  store4(dSums, f32x4.mul(f32x4.mul(dc, candidate), slope(input)), count);
  store4(dSums + next, f32x4.mul(f32x4.mul(dc, old), slope(forget)), count);
  store4(dSums + 2 * next, f32x4.mul(f32x4.mul(dc, input), flat), count);
  store4(dSums + 3 * next, f32x4.mul(f32x4.mul(dh, bounded), slope(output)), count);
  store4(dCells, f32x4.mul(dc, forget), count);
}

/** One step back: dHidden [batch, units] → dSums [batch, 4 units]; dCells is carried to the step before. */
function stepBack(
  dHidden: usize, dCells: usize, gates: usize, before: usize, squashed: usize, dSums: usize, batch: i32, units: i32,
): void {
  const next = <usize>units << 2;
  const whole = next & ~15;
  for (let row: usize = 0; row < <usize>batch; row++) {
    const from: usize = 4 * row * next;
    const at = row * next;
    let u: usize = 0;
    for (; u < whole; u += 16) {
      const old: usize = before == 0 ? 0 : before + at + u;
      cellBack(dHidden + at + u, dCells + at + u, gates + from + u, old, squashed + at + u, dSums + from + u, next, 4);
    }
    if (u < next) {
      const old: usize = before == 0 ? 0 : before + at + u;
      const rest = units & 3;
      cellBack(
        dHidden + at + u, dCells + at + u, gates + from + u, old, squashed + at + u, dSums + from + u, next, rest,
      );
    }
  }
}

/**
 * dOut [time, batch, units], or [batch, units] where `last` says that the last state alone was given out → the gradients
 * of the projection and of the recurrent weights. The scratch holds a tile, two states and the larger of two packs.
 */
export function lstmGradient(
  dOut: usize, recurrent: usize, hidden: usize, gates: usize, cells: usize, squashed: usize,
  dProjection: usize, dRecurrent: usize, scratch: usize, time: i32, batch: i32, units: i32, last: i32,
): void {
  const columns = 4 * units;
  const states = <usize>(batch * units) << 2;
  const dHidden = scratch + (TILE << 2);
  const dCells = dHidden + states;
  const pack = dCells + states;
  memory.fill(dCells, 0, states);
  packAll(recurrent, pack, columns, units, 1, columns);
  for (let t = time - 1; t >= 0; t--) {
    const at = <usize>t * states;
    const dSums = dProjection + 4 * at;
    let dh = last ? dOut : dOut + at;
    if (t < time - 1) {
      if (last) memory.fill(dHidden, 0, states);
      addProduct(dSums + 4 * states, pack, last ? dHidden : dh, dHidden, scratch, batch, units, columns, columns, 1);
      dh = dHidden;
    }
    stepBack(dh, dCells, gates + 4 * at, t == 0 ? 0 : cells + at - states, squashed + at, dSums, batch, units);
  }
  sumProducts(hidden, dProjection + 4 * states, dRecurrent, pack, scratch, (time - 1) * batch, units, columns);
}
