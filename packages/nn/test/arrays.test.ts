/** The .npy and .npz files of the fixtures were written by numpy 2 (`np.save`, `np.savez`). */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as Schema from "effect/Schema";
import { afterAll, describe, expect, it } from "vitest";
import { readNpy } from "../src/datasets/readNpy.ts";
import * as nn from "../src/index.ts";

const directory = mkdtempSync(join(tmpdir(), "attune-arrays-"));
cpSync(join(import.meta.dirname, "fixtures/data"), directory, { recursive: true });
afterAll(() => rmSync(directory, { recursive: true }));

const decode = Schema.decodeUnknownSync(nn.DataConfig, { errors: "all", onExcessProperty: "error" });
const load = (data: object) => nn.loadDataset(decode(data), directory);
const describeData = (data: object) => nn.describeDataset(decode(data), directory);
const digestOf = async (data: object) => {
  const description = await describeData(data);
  return nn.isDataProblem(description) ? description.problem : description.digest;
};
const npy = (features: string, target = "i8.npy", more: object = {}) => ({
  uses: "npy",
  features,
  target,
  ...more,
});

/** type, dimensions, lengths, numbers: all big-endian. */
const idxOf = (type: number, lengths: ReadonlyArray<number>, numbers: Uint8Array | ReadonlyArray<number>) => {
  const head = Buffer.alloc(4 + 4 * lengths.length);
  head.set([0, 0, type, lengths.length]);
  lengths.forEach((length, axis) => {
    head.writeUInt32BE(length, 4 + 4 * axis);
  });
  return Buffer.concat([head, Buffer.from(numbers)]);
};
const bytesOf = (name: string): Uint8Array => readFileSync(join(directory, name));
const write = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(directory, name), bytes);
  return name;
};

describe("npy", () => {
  it.each(["f8.npy", "f4_fortran.npy", "f8_big.npy", "f2.npy", "v2.npy", "v3.npy"])("%s", async (file) => {
    const { features, featureShape, scale, examples } = await load(npy(file));
    expect([...features]).toEqual([1.5, -2, 3, 4.25, 5, 6]);
    expect([featureShape, scale, examples]).toEqual([[2], 1, 3]);
    expect(features).toBeInstanceOf(Float32Array);
  });

  it("integers are classes by value, floats are values, unless told otherwise", async () => {
    expect((await load(npy("f8.npy"))).target).toEqual({
      kind: "classes",
      labels: Int32Array.of(1, 0, 1),
      names: ["-1", "7"],
    });
    expect((await load(npy("f8.npy", "i8.npy", { task: "regression" }))).target).toEqual({
      kind: "values",
      values: Float32Array.of(7, -1, 7),
      width: 1,
    });
    expect((await load(npy("f8.npy", "f8.npy"))).target).toMatchObject({ kind: "values", width: 2 });
  });

  it("bytes of three dimensions are grey images", async () => {
    const { features, featureShape, scale } = await load(npy("u1_images.npy"));
    expect([featureShape, scale]).toEqual([[2, 4, 1], 1 / 255]);
    expect([...features]).toEqual(Array.from({ length: 24 }, (_, at) => at));
  });

  it("brings Fortran's order into C's in every dimension", () => {
    const array = readNpy("cube", bytesOf("cube_fortran.npy"), []);
    expect("values" in array && [...array.values]).toEqual(Array.from({ length: 24 }, (_, at) => at));
  });

  it.each([
    [
      "text.npy",
      "i8.npy",
      "text.npy: expected whole or floating-point numbers of up to 64 bits, received <U1",
    ],
    ["i8.npy", "f8_big.npz", "f8_big.npz: there is no such file"],
    ["both.npz", "i8.npy", "both.npz: expected an array in NPY format of versions 1 to 3"],
    ["nan.npy", "i8.npy", "nan.npy, example 1, feature [1]: expected a finite number, received NaN"],
    [
      "cube_fortran.npy",
      "i8.npy",
      "i8.npy: expected targets for the 2 examples of cube_fortran.npy, received 3",
    ],
    [
      "f8.npy",
      "u1_images.npy",
      "u1_images.npy: expected targets of one or two dimensions, received [3, 2, 4]",
    ],
  ])("%s with %s is a problem", async (features, target, problem) => {
    expect(await describeData(npy(features, target))).toMatchObject({ problem });
    await expect(load(npy(features, target))).rejects.toThrow(problem);
  });

  it("tells a file that is cut short", () => {
    const bytes = bytesOf("f8.npy");
    expect(readNpy("f8.npy", bytes.subarray(0, bytes.length - 3), ["features"])).toEqual({
      problem: "f8.npy: expected 48 bytes of numbers for [3, 2] of <f8, received 45",
      path: ["features"],
    });
  });
});

describe("npz", () => {
  const npz = (path: string, features = "x") => ({ uses: "npz", path, features, target: "y" });

  it("reads two arrays, and its digest is of them", async () => {
    for (const path of ["both.npz", "both_packed.npz"]) {
      const { features, target } = await load(npz(path));
      expect([...features]).toEqual([1.5, -2, 3, 4.25, 5, 6]);
      expect(target).toMatchObject({ names: ["-1", "7"] });
      expect(await digestOf(npz(path))).toBe(await digestOf(npy("f8.npy")));
    }
  });

  it("tells an array with a changed byte", async () => {
    const bytes = Uint8Array.from(bytesOf("both.npz"));
    const at = Buffer.from(bytes).indexOf("NUMPY") + 140; // in the numbers of the first array
    bytes[at]! ^= 1;
    write("damaged.npz", bytes);
    expect(await describeData(npz("damaged.npz"))).toMatchObject({
      problem: expect.stringContaining("damaged"),
    });
  });

  it("tells an array that is not there, and a file that is none", async () => {
    expect(await describeData(npz("both.npz", "X"))).toEqual({
      problem: "both.npz: expected an array named X, received x, y",
      path: ["features"],
      remedy: "did you mean x?",
    });
    expect(await describeData(npz("f8.npy"))).toMatchObject({
      problem: expect.stringMatching(/^f8\.npy: expected an NPZ file: /),
      path: ["path"],
    });
  });
});

describe("idx", () => {
  const pixels = Array.from({ length: 12 }, (_, at) => at * 20);
  const images = write("images.idx", idxOf(0x08, [3, 2, 2], pixels));
  const labels = write("labels.idx", idxOf(0x08, [3], [4, 9, 4]));
  const idx = (more: object = {}) => ({ uses: "idx", images, labels, ...more });

  it("reads bytes, gzipped or not, with one digest", async () => {
    const packed = {
      images: write("packed", gzipSync(idxOf(0x08, [3, 2, 2], pixels))),
      labels: write("packed-labels", gzipSync(idxOf(0x08, [3], [4, 9, 4]))),
    };
    for (const data of [idx(), idx(packed)]) {
      const { features, featureShape, scale, target } = await load(data);
      expect(features).toEqual(Uint8Array.from(pixels));
      expect([featureShape, scale]).toEqual([[2, 2, 1], 1 / 255]);
      expect(target).toEqual({ kind: "classes", labels: Int32Array.of(0, 1, 0), names: ["4", "9"] });
    }
    expect(await digestOf(idx(packed))).toBe(await digestOf(idx()));
    const other = write("other.idx", idxOf(0x08, [3], [4, 9, 9]));
    expect(await digestOf(idx({ labels: other }))).not.toBe(await digestOf(idx()));
  });

  it.each([
    ["signed bytes", 0x09, Int8Array.of(-3, 4), [-3, 4]],
    ["short", 0x0b, Uint8Array.of(0xff, 0xfe, 1, 0), [-2, 256]],
    ["int", 0x0c, Uint8Array.of(0xff, 0xff, 0xff, 0xfe, 0, 1, 0, 0), [-2, 65536]],
    ["float", 0x0d, Uint8Array.of(0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0), [1.5, -2]],
    ["double", 0x0e, Uint8Array.of(0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0), [1.5, -2]],
  ])("%s", async (name, type, bytes, expected) => {
    const features = write(`${name}.idx`, idxOf(type, [2, 1], new Uint8Array(bytes.buffer)));
    const two = write("two.idx", idxOf(0x08, [2], [0, 1]));
    expect([...(await load(idx({ images: features, labels: two }))).features]).toEqual(expected);
  });

  it.each([
    [
      "a wrong magic number",
      Buffer.from("89504e47", "hex"),
      "expected the magic number of an IDX file, 00 00, a type from 08 to 0e, the dimensions; received 89 50 4e 47",
    ],
    ["an empty file", Buffer.alloc(0), "received nothing"],
    [
      "too few numbers",
      idxOf(0x08, [3, 2, 2], [1, 2]),
      "bad.idx: expected 12 bytes of numbers for [3, 2, 2], received 2",
    ],
    ["broken gzip", Buffer.from("1f8b08ff", "hex"), "bad.idx: it starts as gzip, but does not unpack: "],
  ])("tells %s", async (_, bytes, problem) => {
    write("bad.idx", bytes);
    expect(await describeData(idx({ images: "bad.idx" }))).toMatchObject({
      problem: expect.stringContaining(problem),
      path: ["images"],
    });
  });
});
