/**
 * Functions of two tensors, element by element, with broadcasting. The output has the four lengths d0 … d3; each
 * input has a stride, in elements, for each of them, 0 where it is repeated; along d3 the strides are 0 or 1. `out`
 * may be an input of the same size.
 */
import {
  ADD, SUB, MULTIPLY, DIVIDE, MAXIMUM, MINIMUM, SQUARED_DIFFERENCE, GREATER, GREATER_EQUAL,
  LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, INT, value,
} from "./operations";
import { storePair } from "./pair";

/** One line along d3. */
@inline
function line(op: i32, a: usize, b: usize, out: usize, length: i32, a3: i32, b3: i32): void {
  const bytes: usize = <usize>length << 2;
  const whole: usize = bytes & ~31;
  let at: usize = 0;
  if (a3 & b3) {
    for (; at < whole; at += 32) {
      const x0 = v128.load(a + at);
      const x1 = v128.load(a + at, 16);
      const y0 = v128.load(b + at);
      const y1 = v128.load(b + at, 16);
      storePair(out + at, value(op, x0, y0), value(op, x1, y1));
    }
    if (at + 16 <= bytes) {
      v128.store(out + at, value(op, v128.load(a + at), v128.load(b + at)));
      at += 16;
    }
    for (; at < bytes; at += 4)
      v128.store_lane<f32>(out + at, value(op, v128.load32_zero(a + at), v128.load32_zero(b + at)), 0);
  } else if (a3) {
    const y = v128.load32_splat(b);
    for (; at < whole; at += 32) {
      const x0 = v128.load(a + at);
      const x1 = v128.load(a + at, 16);
      storePair(out + at, value(op, x0, y), value(op, x1, y));
    }
    if (at + 16 <= bytes) {
      v128.store(out + at, value(op, v128.load(a + at), y));
      at += 16;
    }
    for (; at < bytes; at += 4) v128.store_lane<f32>(out + at, value(op, v128.load32_zero(a + at), y), 0);
  } else {
    const x = v128.load32_splat(a);
    for (; at < bytes; at += 4)
      v128.store_lane<f32>(out + at, value(op, x, v128.load32_zero(b3 ? b + at : b)), 0);
  }
}

@inline
function each(
  op: i32, a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  let to = out;
  for (let i = 0; i < d0; i++) {
    for (let j = 0; j < d1; j++) {
      for (let k = 0; k < d2; k++) {
        const x = a + (<usize>(i * a0 + j * a1 + k * a2) << 2);
        const y = b + (<usize>(i * b0 + j * b1 + k * b2) << 2);
        line(op, x, y, to, d3, a3, b3);
        to += <usize>d3 << 2;
      }
    }
  }
}
export function add(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(ADD, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function sub(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(SUB, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function multiply(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(MULTIPLY, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function divide(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(DIVIDE, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function maximum(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(MAXIMUM, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function minimum(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(MINIMUM, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function squaredDifference(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(SQUARED_DIFFERENCE, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function greater(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(GREATER, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function greaterEqual(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(GREATER_EQUAL, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function less(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(LESS, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function lessEqual(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(LESS_EQUAL, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function equal(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(EQUAL, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function notEqual(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(NOT_EQUAL, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function addInt(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(INT + ADD, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function subInt(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(INT + SUB, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function multiplyInt(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(INT + MULTIPLY, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function maximumInt(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(INT + MAXIMUM, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function minimumInt(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(INT + MINIMUM, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function greaterInt(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(INT + GREATER, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function greaterEqualInt(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(INT + GREATER_EQUAL, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function lessInt(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(INT + LESS, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function lessEqualInt(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(INT + LESS_EQUAL, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function equalInt(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(INT + EQUAL, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
export function notEqualInt(
  a: usize, b: usize, out: usize, d0: i32, d1: i32, d2: i32, d3: i32,
  a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32,
): void {
  each(INT + NOT_EQUAL, a, b, out, d0, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3);
}
