/** Numbers of one type in rows and columns, as IDX and NPY files hold them. */
export interface NumberArray {
  /** As the user wrote it, for messages. */
  readonly file: string;
  readonly shape: ReadonlyArray<number>;
  /** The last index moves fastest. Bytes are unsigned 8-bit numbers: grey values or colours. */
  readonly values: Uint8Array | Float32Array | Float64Array;
  readonly isInteger: boolean;
  /** What it was read from, unpacked: the digest is taken of it. */
  readonly content: Uint8Array;
}

/** How a type of numbers is stored. */
export interface NumberType {
  readonly bytes: number;
  readonly isInteger: boolean;
  /** float32 holds it exactly. */
  readonly isShort: boolean;
  readonly read: (view: DataView, at: number, little: boolean) => number;
}

/** All numbers of `bytes`, whose length fits. Unsigned bytes are not copied. */
export const readNumbers = (
  bytes: Uint8Array,
  type: NumberType | "bytes",
  little: boolean,
): NumberArray["values"] => {
  if (type === "bytes") return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.length / type.bytes;
  const values = type.isShort ? new Float32Array(count) : new Float64Array(count);
  for (let at = 0; at < count; at++) values[at] = type.read(view, at * type.bytes, little);
  return values;
};
