/** Functions of two numbers, by their number here. */
import { normal4 } from "./normal";

export const ADD = 0;
export const SUB = 1;
export const MULTIPLY = 2;
export const DIVIDE = 3;
export const MAXIMUM = 4;
export const MINIMUM = 5;
export const SQUARED_DIFFERENCE = 6;
export const GREATER = 7;
export const GREATER_EQUAL = 8;
export const LESS = 9;
export const LESS_EQUAL = 10;
export const EQUAL = 11;
export const NOT_EQUAL = 12;
export const INT = 16;

/** Of one pair of numbers, in each lane; the operations on int32 are INT past those on float32. */
@inline
export function value(op: i32, x: v128, y: v128): v128 {
  const one = i32x4.splat(1); // true
  if (op == ADD) return normal4(f32x4.add(x, y));
  if (op == SUB) return f32x4.sub(x, y);
  if (op == MULTIPLY) return f32x4.mul(x, y);
  if (op == DIVIDE) return f32x4.div(x, y);
  if (op == MAXIMUM) return f32x4.max(x, y);
  if (op == MINIMUM) return f32x4.min(x, y);
  if (op == SQUARED_DIFFERENCE) {
    const difference = f32x4.sub(x, y);
    return f32x4.mul(difference, difference);
  }
  if (op == GREATER) return v128.and(f32x4.gt(x, y), one);
  if (op == GREATER_EQUAL) return v128.and(f32x4.ge(x, y), one);
  if (op == LESS) return v128.and(f32x4.lt(x, y), one);
  if (op == LESS_EQUAL) return v128.and(f32x4.le(x, y), one);
  if (op == EQUAL) return v128.and(f32x4.eq(x, y), one);
  if (op == NOT_EQUAL) return v128.and(f32x4.ne(x, y), one);
  if (op == INT + ADD) return i32x4.add(x, y);
  if (op == INT + SUB) return i32x4.sub(x, y);
  if (op == INT + MULTIPLY) return i32x4.mul(x, y);
  if (op == INT + MAXIMUM) return i32x4.max_s(x, y);
  if (op == INT + MINIMUM) return i32x4.min_s(x, y);
  if (op == INT + GREATER) return v128.and(i32x4.gt_s(x, y), one);
  if (op == INT + GREATER_EQUAL) return v128.and(i32x4.ge_s(x, y), one);
  if (op == INT + LESS) return v128.and(i32x4.lt_s(x, y), one);
  if (op == INT + LESS_EQUAL) return v128.and(i32x4.le_s(x, y), one);
  if (op == INT + EQUAL) return v128.and(i32x4.eq(x, y), one);
  return v128.and(i32x4.ne(x, y), one); // INT + NOT_EQUAL
}
