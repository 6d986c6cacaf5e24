/** Acceptance on complete tables: random search finds what the exact expectation says. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { mean, parameters, parseTemplate, samplers } from "../src/index.ts";
import { hashRandom } from "./hashRandom.ts";

const tables = [
  "hpobench/phoneme",
  "hpobench/credit_g",
  "hpobench/vehicle",
  "hpolib/protein_structure",
  "hpolib/slice_localization",
  "nasbench201/cifar10",
  "nasbench201/imagenet",
];
const folder = fileURLToPath(new URL("../../../../shared/reference/hpo/", import.meta.url));
const present = existsSync(`${folder}index.json`);

interface Table {
  readonly file: string;
  readonly direction: "maximize" | "minimize";
  readonly names: ReadonlyArray<string>;
  readonly space: Readonly<Record<string, ReadonlyArray<number | string>>>;
  readonly dims: ReadonlyArray<number>;
  readonly expected_best_of_k_random: Readonly<Record<string, number>>;
  readonly sd_best_of_k_random: Readonly<Record<string, number>>;
}

const read = (name: string): { table: Table; scores: Float64Array } => {
  const table: Table = JSON.parse(readFileSync(`${folder}index.json`, "utf8"))[name];
  const bytes = gunzipSync(readFileSync(`${folder}${table.file}`));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    table,
    scores: Float64Array.from({ length: bytes.byteLength / 8 }, (_, i) => view.getFloat64(i * 8, true)),
  };
};

describe("random sampler: mean of the best of 100 over 200 seeds, within 4 standard errors", () => {
  it.skipIf(!present).each(tables)(present ? "%s" : "%s (the reference tables are not here)", (name) => {
    const { table, scores } = read(name);
    // numbers as indices, texts as choices, as the reference was made
    const space = table.names.map((dimension) => {
      const values = table.space[dimension]!;
      return values.every((value) => typeof value === "number")
        ? { int: [0, values.length - 1] }
        : { choice: values };
    });
    const all = parameters(parseTemplate(space, []).template);
    const scoreAt = (seed: number): number => {
      const assignment = samplers.random.ask(
        {},
        { parameters: all, history: [], number: 0, random: hashRandom(seed) },
      );
      const index = table.names.reduce((offset, dimension, k) => {
        const value = assignment[`[${k}]`]!;
        const i =
          typeof value === "number" ? value : table.space[dimension]!.map(String).indexOf(String(value));
        return offset * table.dims[k]! + i;
      }, 0);
      return scores[index]!;
    };
    const best = table.direction === "maximize" ? Math.max : Math.min;
    const bests = Array.from({ length: 200 }, (_, seed) =>
      best(...Array.from({ length: 100 }, (_, trial) => scoreAt(seed * 100 + trial))),
    );
    const error = table.sd_best_of_k_random["100"]! / Math.sqrt(200);
    expect(Math.abs(mean(bests) - table.expected_best_of_k_random["100"]!)).toBeLessThan(4 * error);
  });
});
