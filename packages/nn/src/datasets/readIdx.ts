/**
 * Reads the IDX format of the MNIST files: two zero bytes, a type, the number of dimensions, their lengths, then the
 * numbers; all big-endian (LeCun, Cortes & Burges, THE MNIST DATABASE).
 */
import type { DataProblem } from "../Dataset.ts";
import { type NumberArray, readNumbers } from "./NumberArray.ts";
import { numberTypes } from "./numberTypes.ts";

/** Third byte → type. */
const types: Readonly<Record<number, string>> = {
  8: "u1",
  9: "i1",
  11: "i2",
  12: "i4",
  13: "f4",
  14: "f8",
};

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");

/** `path` is where the settings name the file. */
export const readIdx = (
  file: string,
  bytes: Uint8Array,
  path: DataProblem["path"],
): NumberArray | DataProblem => {
  const dimensions = bytes[3] ?? 0;
  const type = numberTypes[types[bytes[2] ?? 0] ?? ""];
  const start = 4 + 4 * dimensions;
  if (bytes[0] !== 0 || bytes[1] !== 0 || type === undefined || dimensions === 0 || bytes.length < start) {
    return {
      problem: `${file}: expected the magic number of an IDX file, 00 00, a type from 08 to 0e, the dimensions; received ${hex(bytes.subarray(0, 4)) || "nothing"}`,
      path,
    };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: dimensions }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = type === "bytes" ? 1 : type.bytes;
  const expected = shape.reduce((product, length) => product * length, size);
  const numbers = bytes.subarray(start);
  if (numbers.length !== expected) {
    const problem = `${file}: expected ${expected} bytes of numbers for [${shape.join(", ")}], received ${numbers.length}`;
    return { problem, path };
  }
  return {
    file,
    shape,
    values: readNumbers(numbers, type, false),
    isInteger: type === "bytes" || type.isInteger,
    content: bytes,
  };
};
