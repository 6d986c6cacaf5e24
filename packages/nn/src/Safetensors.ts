/**
 * The safetensors format: 8 bytes with the header's length, a JSON header, the bytes of the tensors one after
 * another, all little-endian (WebAssembly's own order). https://github.com/huggingface/safetensors
 *
 * Names are sorted, so equal values give equal bytes.
 */
export interface Values {
  readonly shape: ReadonlyArray<number>;
  /** Row-major. */
  readonly data: Float32Array | Int32Array;
}
export type NamedValues = Readonly<Record<string, Values>>;
export type Metadata = Readonly<Record<string, string>>;

interface Entry {
  readonly dtype: string;
  readonly shape: ReadonlyArray<number>;
  readonly data_offsets: readonly [number, number];
}

const lengthBytes = 8;
const metadataKey = "__metadata__";

const sorted = <A>(record: Readonly<Record<string, A>>): ReadonlyArray<readonly [string, A]> =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

const size = (shape: ReadonlyArray<number>): number => shape.reduce((product, length) => product * length, 1);

/** Throws where a name is `__metadata__` or a shape does not fit its data. */
export const encodeTensors = (values: NamedValues, metadata: Metadata = {}): Uint8Array => {
  const entries = sorted(values);
  const header: Array<readonly [string, Entry | Metadata]> = [];
  if (Object.keys(metadata).length > 0) header.push([metadataKey, Object.fromEntries(sorted(metadata))]);
  let end = 0;
  for (const [name, { shape, data }] of entries) {
    if (name === metadataKey) throw new Error(`no tensor may be named ${metadataKey}`);
    if (size(shape) !== data.length) {
      throw new Error(`${name}: shape [${shape.join(", ")}] does not fit ${data.length} values`);
    }
    const dtype = data instanceof Float32Array ? "F32" : "I32";
    header.push([name, { dtype, shape, data_offsets: [end, end + data.byteLength] }]);
    end += data.byteLength;
  }
  const text = JSON.stringify(Object.fromEntries(header));
  // spaces up to a multiple of 8, so that the data is aligned
  const head = new TextEncoder().encode(text.padEnd(text.length + 7));
  const headLength = head.length - (head.length % 8);
  const bytes = new Uint8Array(lengthBytes + headLength + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headLength), true);
  bytes.set(head.subarray(0, headLength), lengthBytes);
  let at = lengthBytes + headLength;
  for (const [, { data }] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
};

const values = (
  name: string,
  { dtype, shape, data_offsets: [start, end] }: Entry,
  body: Uint8Array,
): Values => {
  if (dtype !== "F32" && dtype !== "I32") throw new Error(`${name}: expected F32 or I32, received ${dtype}`);
  if (end > body.length || end - start !== 4 * size(shape)) {
    throw new Error(
      `${name}: shape [${shape.join(", ")}] does not fit bytes ${start} to ${end} of ${body.length}`,
    );
  }
  const { buffer } = body.slice(start, end); // a copy, so that its start is aligned
  return { shape, data: dtype === "F32" ? new Float32Array(buffer) : new Int32Array(buffer) };
};

/** Reads F32 and I32 tensors. Throws where the bytes are no safetensors file or hold another type. */
export const decodeTensors = (
  bytes: Uint8Array,
): { readonly values: NamedValues; readonly metadata: Metadata } => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headLength = bytes.length < lengthBytes ? Number.NaN : Number(view.getBigUint64(0, true));
  if (!(lengthBytes + headLength <= bytes.length)) throw new Error("not a safetensors file: it is cut off");
  const body = bytes.subarray(lengthBytes + headLength);
  const { [metadataKey]: metadata = {}, ...entries } = JSON.parse(
    new TextDecoder().decode(bytes.subarray(lengthBytes, lengthBytes + headLength)),
  ) as { [metadataKey]?: Metadata } & Record<string, Entry>; // the format's header
  return {
    values: Object.fromEntries(
      sorted<Entry>(entries).map(([name, entry]) => [name, values(name, entry, body)]),
    ),
    metadata,
  };
};
