/** Reads the NPY format, versions 1 to 3 (numpy.lib.format): a header in Python's notation, then the numbers. */
import type { DataProblem } from "../Dataset.ts";
import { type NumberArray, readNumbers } from "./NumberArray.ts";
import { numberTypes } from "./numberTypes.ts";

interface Header {
  /** `<f4`: byte order, kind, size. */
  readonly type: string;
  /** The first index moves fastest. */
  readonly isFortran: boolean;
  readonly shape: ReadonlyArray<number>;
  /** Where the numbers start. */
  readonly start: number;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY

const headerOf = (bytes: Uint8Array): Header | undefined => {
  if (bytes.length < 12 || magic.some((byte, at) => bytes[at] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6]!;
  if (version < 1 || version > 3) return undefined;
  const prefix = version === 1 ? 10 : 12;
  const start = prefix + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  const text = new TextDecoder().decode(bytes.subarray(prefix, start));
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([^)]*)\)/.exec(text)?.[1];
  if (order === undefined || shape === undefined) return undefined;
  return {
    type: /'descr':\s*'([^']*)'/.exec(text)?.[1] ?? "a structure",
    isFortran: order === "True",
    shape: shape
      .split(",")
      .filter((length) => length.trim() !== "")
      .map(Number),
    start,
  };
};

/** The same numbers with the last index moving fastest. */
const toRowOrder = (values: NumberArray["values"], shape: ReadonlyArray<number>): NumberArray["values"] => {
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  const index = shape.map(() => 0);
  const ordered = values.slice();
  for (let to = 0; to < values.length; to++) {
    ordered[to] = values[index.reduce((at, position, axis) => at + position * strides[axis]!, 0)]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]! += 1;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
  return ordered;
};

/** `path` is where the settings name the array. */
export const readNpy = (
  file: string,
  bytes: Uint8Array,
  path: DataProblem["path"],
): NumberArray | DataProblem => {
  const header = headerOf(bytes);
  if (header === undefined) {
    return { problem: `${file}: expected an array in NPY format of versions 1 to 3`, path };
  }
  const { type: name, isFortran, shape, start } = header;
  const type = /^[<>|=]/.test(name) ? numberTypes[name.slice(1)] : undefined;
  if (type === undefined) {
    const problem = `${file}: expected whole or floating-point numbers of up to 64 bits, received ${name}`;
    return { problem, path, remedy: 'convert it in numpy: array.astype("float32")' };
  }
  const size = type === "bytes" ? 1 : type.bytes;
  const expected = shape.reduce((product, length) => product * length, size);
  const numbers = bytes.subarray(start);
  if (numbers.length !== expected) {
    const shown = `[${shape.join(", ")}] of ${name}`;
    const problem = `${file}: expected ${expected} bytes of numbers for ${shown}, received ${numbers.length}`;
    return { problem, path };
  }
  const values = readNumbers(numbers, type, !name.startsWith(">"));
  return {
    file,
    shape,
    values: isFortran ? toRowOrder(values, shape) : values,
    isInteger: type === "bytes" || type.isInteger,
    content: bytes,
  };
};
