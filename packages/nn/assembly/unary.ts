/**
 * Functions of one tensor, element by element; `out` may be `x`. They run over whole pairs of vectors: every tensor's
 * memory is padded to whole cache lines.
 */
import { errorFunction } from "./errorFunction";
import { exp4, sigmoid4, tanh4 } from "./exponential";
import { normal4 } from "./normal";
import { storePair } from "./pair";
import { passed4, positive4 } from "./positive";

const NEG = 0;
const ABS = 1;
const SQUARE = 2;
const SQRT = 3;
const RSQRT = 4;
const EXP = 5;
const RELU = 6;
const STEP = 7;
const SIGMOID = 8;
const TANH = 9;
const SIGN = 10;
const TO_FLOAT = 11;
const TO_INT = 12;
const TO_BOOL = 13;

@inline
function value(op: i32, x: v128): v128 {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  if (op == NEG) return f32x4.neg(x);
  if (op == ABS) return f32x4.abs(x);
  if (op == SQUARE) return f32x4.mul(x, x);
  if (op == SQRT) return f32x4.sqrt(x);
  if (op == RSQRT) return f32x4.div(one, f32x4.sqrt(x));
  if (op == EXP) return exp4(x);
  if (op == RELU) return positive4(x);
  if (op == STEP) return v128.bitselect(v128.and(f32x4.gt(x, zero), one), x, f32x4.eq(x, x));
  if (op == SIGMOID) return sigmoid4(x);
  if (op == TANH) return tanh4(x);
  if (op == TO_FLOAT) return f32x4.convert_i32x4_s(x);
  if (op == TO_INT) return i32x4.trunc_sat_f32x4_s(x);
  if (op == TO_BOOL) return v128.and(f32x4.ne(x, zero), i32x4.splat(1));
  return f32x4.sub(v128.and(f32x4.gt(x, zero), one), v128.and(f32x4.lt(x, zero), one)); // SIGN
}

@inline
function each(op: i32, x: usize, out: usize, size: i32): void {
  const bytes: usize = <usize>size << 2;
  for (let at: usize = 0; at < bytes; at += 32) {
    const x0 = v128.load(x + at);
    const x1 = v128.load(x + at, 16);
    storePair(out + at, value(op, x0), value(op, x1));
  }
}

export function neg(x: usize, out: usize, size: i32): void { each(NEG, x, out, size); }
export function abs(x: usize, out: usize, size: i32): void { each(ABS, x, out, size); }
export function square(x: usize, out: usize, size: i32): void { each(SQUARE, x, out, size); }
export function sqrt(x: usize, out: usize, size: i32): void { each(SQRT, x, out, size); }
export function rsqrt(x: usize, out: usize, size: i32): void { each(RSQRT, x, out, size); }
export function exp(x: usize, out: usize, size: i32): void { each(EXP, x, out, size); }
export function relu(x: usize, out: usize, size: i32): void { each(RELU, x, out, size); }
/** 1 above 0, 0 elsewhere, NaN at NaN. */
export function step(x: usize, out: usize, size: i32): void { each(STEP, x, out, size); }
export function sigmoid(x: usize, out: usize, size: i32): void { each(SIGMOID, x, out, size); }
export function tanh(x: usize, out: usize, size: i32): void { each(TANH, x, out, size); }
export function sign(x: usize, out: usize, size: i32): void { each(SIGN, x, out, size); }
/** int32, or bool, to float32. */
export function toFloat(x: usize, out: usize, size: i32): void { each(TO_FLOAT, x, out, size); }
/** float32 to int32, towards 0. */
export function toInt(x: usize, out: usize, size: i32): void { each(TO_INT, x, out, size); }
/** float32 to 0 or 1. */
export function toBool(x: usize, out: usize, size: i32): void { each(TO_BOOL, x, out, size); }
/** int32 to 0 or 1. */
export function intToBool(x: usize, out: usize, size: i32): void {
  for (let i = 0; i < size; i++) store<i32>(out + (<usize>i << 2), i32(load<i32>(x + (<usize>i << 2)) != 0));
}

/** The gradient of relu, y its output; `out` may be an input. */
export function reluGradient(dy: usize, y: usize, out: usize, size: i32): void {
  const bytes: usize = <usize>size << 2;
  for (let at: usize = 0; at < bytes; at += 32) {
    const dy0 = v128.load(dy + at);
    const dy1 = v128.load(dy + at, 16);
    const y0 = v128.load(y + at);
    const y1 = v128.load(y + at, 16);
    storePair(out + at, passed4(dy0, y0), passed4(dy1, y1));
  }
}

/** The same of the sum of two gradients. */
export function addReluGradient(a: usize, b: usize, y: usize, out: usize, size: i32): void {
  const bytes: usize = <usize>size << 2;
  for (let at: usize = 0; at < bytes; at += 32) {
    const a0 = v128.load(a + at);
    const a1 = v128.load(a + at, 16);
    const b0 = v128.load(b + at);
    const b1 = v128.load(b + at, 16);
    const y0 = v128.load(y + at);
    const y1 = v128.load(y + at, 16);
    storePair(out + at, passed4(normal4(f32x4.add(a0, b0)), y0), passed4(normal4(f32x4.add(a1, b1)), y1));
  }
}

/** ln x, in float64 inside. */
export function log(x: usize, out: usize, size: i32): void {
  for (let i = 0; i < size; i++)
    store<f32>(out + (<usize>i << 2), <f32>NativeMath.log(<f64>load<f32>(x + (<usize>i << 2))));
}

/** e^x - 1, in float64 inside. */
export function expm1(x: usize, out: usize, size: i32): void {
  for (let i = 0; i < size; i++)
    store<f32>(out + (<usize>i << 2), <f32>NativeMath.expm1(<f64>load<f32>(x + (<usize>i << 2))));
}

/** ln (1 + x), in float64 inside. */
export function log1p(x: usize, out: usize, size: i32): void {
  for (let i = 0; i < size; i++)
    store<f32>(out + (<usize>i << 2), <f32>NativeMath.log1p(<f64>load<f32>(x + (<usize>i << 2))));
}

/** The error function, in float64 inside: see `errorFunction`. */
export function erf(x: usize, out: usize, size: i32): void {
  for (let i = 0; i < size; i++)
    store<f32>(out + (<usize>i << 2), <f32>errorFunction(<f64>load<f32>(x + (<usize>i << 2))));
}
