import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeTensors, encodeTensors } from "../src/index.ts";

const values = fc.dictionary(
  fc.string().filter((name) => name !== "__metadata__" && name !== "__proto__"),
  fc.oneof(
    fc.float32Array().map((data) => ({ shape: [data.length], data })),
    fc.int32Array().map((data) => ({ shape: [1, data.length], data })),
  ),
);

describe("encodeTensors", () => {
  it("is undone by decodeTensors, bit for bit", () => {
    fc.assert(
      fc.property(values, fc.dictionary(fc.string(), fc.string()), (tensors, metadata) => {
        const decoded = decodeTensors(encodeTensors(tensors, metadata));
        expect(decoded.values).toEqual(tensors);
        expect({ ...decoded.metadata }).toEqual({ ...metadata });
      }),
    );
  });

  it("gives the same bytes whatever the order of the names", () => {
    const a = { shape: [2], data: Float32Array.of(1, 2) };
    const b = { shape: [], data: Int32Array.of(3) };
    expect(encodeTensors({ a, b }, { x: "1", y: "2" })).toEqual(encodeTensors({ b, a }, { y: "2", x: "1" }));
  });

  it("writes the published layout", () => {
    const bytes = encodeTensors({ w: { shape: [1, 2], data: Float32Array.of(1, -2) } });
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = new TextDecoder().decode(bytes.subarray(8, 8 + length));
    expect(JSON.parse(header)).toEqual({ w: { dtype: "F32", shape: [1, 2], data_offsets: [0, 8] } });
    expect(length % 8).toBe(0);
    expect([...bytes.subarray(8 + length)]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
  });

  it("refuses a shape that does not fit", () => {
    expect(() => encodeTensors({ w: { shape: [3], data: Float32Array.of(1) } })).toThrow("w: shape [3]");
  });
});

describe("decodeTensors", () => {
  const bytes = encodeTensors({ w: { shape: [2], data: Float32Array.of(1, 2) } });
  it.each([
    ["no header", new Uint8Array(3), "cut off"],
    ["a header cut off", bytes.subarray(0, 20), "cut off"],
    ["data cut off", bytes.subarray(0, bytes.length - 4), "w: shape [2] does not fit"],
    [
      "another type",
      Uint8Array.from(Buffer.from(bytes).toString("latin1").replace("F32", "F64"), (letter) =>
        letter.charCodeAt(0),
      ),
      "expected F32 or I32, received F64",
    ],
  ])("refuses %s", (_, broken, message) => {
    expect(() => decodeTensors(broken)).toThrow(message);
  });
});
