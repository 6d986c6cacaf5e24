/** Types of numbers by kind and size, as NPY names them: `i` and `u` integers, `f` floats, `b` booleans. */
import type { NumberType } from "./NumberArray.ts";

type Read = NumberType["read"];

const integer = (bytes: number, read: Read): NumberType => ({
  bytes,
  isInteger: true,
  isShort: bytes < 4,
  read,
});

const float = (bytes: number, read: Read): NumberType => ({
  bytes,
  isInteger: false,
  isShort: bytes < 8,
  read,
});

/** IEEE 754 binary16. */
const half = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};

/** `u1` needs no conversion. Integers above 2^53 lose their last digits. */
export const numberTypes: Readonly<Record<string, NumberType | "bytes">> = {
  u1: "bytes",
  b1: integer(1, (view, at) => view.getUint8(at)),
  i1: integer(1, (view, at) => view.getInt8(at)),
  u2: integer(2, (view, at, little) => view.getUint16(at, little)),
  i2: integer(2, (view, at, little) => view.getInt16(at, little)),
  u4: integer(4, (view, at, little) => view.getUint32(at, little)),
  i4: integer(4, (view, at, little) => view.getInt32(at, little)),
  u8: integer(8, (view, at, little) => Number(view.getBigUint64(at, little))),
  i8: integer(8, (view, at, little) => Number(view.getBigInt64(at, little))),
  f2: float(2, (view, at, little) => half(view.getUint16(at, little))),
  f4: float(4, (view, at, little) => view.getFloat32(at, little)),
  f8: float(8, (view, at, little) => view.getFloat64(at, little)),
};
