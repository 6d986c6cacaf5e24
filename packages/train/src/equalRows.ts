import type { Slice } from "@attune/nn";

type Rows = Pick<Slice, "size" | "inputs">;

/** FNV-1a over the bits of a row. */
const hashOf = (bits: Int32Array, start: number, end: number): number => {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ bits[at]!, 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash;
};

const bitsOf = ({ inputs }: Rows): Int32Array =>
  new Int32Array(inputs.buffer, inputs.byteOffset, inputs.length);

/** Where rows stand, by what is in them: of each row of `other` the first row of `rows` with the very same inputs, or −1. */
export const equalRows = (rows: Rows, other: Rows): Int32Array => {
  const width = rows.inputs.length / rows.size;
  const [own, others] = [bitsOf(rows), bitsOf(other)];
  const places = new Map<number, Array<number>>();
  for (let row = 0; row < rows.size; row++) {
    const hash = hashOf(own, row * width, (row + 1) * width);
    const place = places.get(hash);
    if (place === undefined) places.set(hash, [row]);
    else place.push(row);
  }
  const same = (row: number, of: number): boolean => {
    for (let at = 0; at < width; at++) if (own[row * width + at] !== others[of * width + at]) return false;
    return true;
  };
  return Int32Array.from({ length: other.size }, (_, of) => {
    const hash = hashOf(others, of * width, (of + 1) * width);
    return places.get(hash)?.find((row) => same(row, of)) ?? -1;
  });
};
