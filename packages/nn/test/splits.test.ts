/** Stratified, grouped and k-fold splits. */
import * as Schema from "effect/Schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as nn from "../src/index.ts";
import { countEach, type Partition, partition } from "../src/partition.ts";

const decode = Schema.decodeUnknownSync(nn.Split, { onExcessProperty: "error" });

type Given = Parameters<typeof partition>[0];

const classes = (labels: ReadonlyArray<number>): Given => ({
  examples: labels.length,
  target: { kind: "classes", labels: Int32Array.from(labels), names: ["a", "b", "c", "d"] },
});
const cut = (data: Given, split: object, seed = 7): Partition => {
  const result = partition(data, decode(split), seed);
  if (nn.isDataProblem(result)) throw new Error(result.problem);
  return result;
};
const sizesOf = ({ train, validation, test }: Partition): nn.SliceSizes => ({
  train: train.length,
  validation: validation.length,
  test: test.length,
});
const sorted = (...parts: ReadonlyArray<Int32Array>) =>
  parts.flatMap((part) => [...part]).sort((a, b) => a - b);
const everyIndex = (examples: number) => Array.from({ length: examples }, (_, index) => index);

const labels = fc.array(fc.nat({ max: 3 }), { minLength: 30, maxLength: 200 });

describe("stratify", () => {
  it("keeps the sizes and gives each class its share of each slice, to within one", () => {
    fc.assert(
      fc.property(labels, fc.nat(), fc.constantFrom(0.5, 0.6, 0.73), (given, seed, train) => {
        const data = classes(given);
        const split = { train, validation: 0.15, test: 0.1, stratify: true };
        const parts = cut(data, split, seed);
        expect(sizesOf(parts)).toEqual(nn.sliceSizes(decode(split), given.length));
        const all = sorted(parts.train, parts.validation, parts.test);
        expect(new Set(all).size).toBe(all.length);
        const totals = countEach(Int32Array.from(given));
        for (const part of [parts.train, parts.validation, parts.test]) {
          for (const [label, total] of totals.entries()) {
            const count = part.filter((example: number) => given[example] === label).length;
            expect(Math.abs(count - (total * part.length) / given.length)).toBeLessThan(1);
          }
        }
      }),
    );
  });

  it("is seeded and shuffled", () => {
    const data = classes(everyIndex(90).map((index) => index % 3));
    const split = { train: 30, validation: 30, test: 30, stratify: true };
    expect(cut(data, split, 1)).toEqual(cut(data, split, 1));
    expect(cut(data, split, 1).train).not.toEqual(cut(data, split, 2).train);
    const drawn = [...cut(data, split).train].map((example) => example % 3);
    expect(drawn).not.toEqual(drawn.toSorted());
  });

  it("needs classes", () => {
    const values: nn.Target = { kind: "values", values: new Float32Array(9), width: 1 };
    const split = decode({ train: 3, validation: 3, test: 3, stratify: true });
    expect(partition({ examples: 9, target: values }, split, 1)).toMatchObject({
      path: ["split", "stratify"],
    });
  });
});

describe("folds", () => {
  it("partition what the test leaves, which is the same for every fold", () => {
    fc.assert(
      fc.property(
        labels,
        fc.nat(),
        fc.integer({ min: 2, max: 7 }),
        fc.constantFrom(0, 0.2, 3),
        fc.boolean(),
        (given, seed, folds, test, stratify) => {
          const parts = everyIndex(folds).map((fold) =>
            cut(classes(given), { folds, fold, test, stratify }, seed),
          );
          const [first] = parts;
          expect(sorted(first!.test, ...parts.map(({ validation }) => validation))).toEqual(
            everyIndex(given.length),
          );
          for (const [fold, part] of parts.entries()) {
            expect(part.test).toEqual(first!.test);
            expect(sorted(part.train, part.validation, part.test)).toEqual(everyIndex(given.length));
            expect(sizesOf(part)).toEqual(nn.sliceSizes(decode({ folds, fold, test }), given.length));
            expect(Math.abs(part.validation.length - (given.length - part.test.length) / folds)).toBeLessThan(
              1,
            );
          }
          if (!stratify) return;
          const totals = countEach(Int32Array.from(given));
          for (const { validation } of parts) {
            for (const [label, total] of totals.entries()) {
              const count = validation.filter((example) => given[example] === label).length;
              expect(Math.abs(count - (total * validation.length) / given.length)).toBeLessThan(1);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("more folds than examples are a problem", () => {
    expect(nn.sliceSizes(decode({ folds: 9, fold: 0 }), 5)).toMatchObject({
      problem: "9 folds of 5 examples leave none for validation",
      path: ["split", "folds"],
    });
    expect(nn.sliceSizes(decode({ folds: 2, fold: 0, test: 6 }), 5)).toMatchObject({ path: ["split"] });
  });
});

describe("group", () => {
  const groups = fc.array(fc.nat({ max: 19 }), { minLength: 60, maxLength: 200 });
  const grouped = (given: ReadonlyArray<number>): Given => {
    const dense = [...new Set(given)];
    return {
      ...classes(given.map(() => 0)),
      groups: Int32Array.from(given, (group) => dense.indexOf(group)),
    };
  };

  it("stays whole, and slices are as near as whole groups allow", () => {
    fc.assert(
      fc.property(
        groups,
        fc.nat(),
        fc.constantFrom(
          { train: 0.6, validation: 0.2, test: 0.2, group: "g" },
          { train: 0.5, validation: 0.2, test: 0.1, group: "g" },
          { folds: 3, fold: 1, test: 0.2, group: "g" },
        ),
        (given, seed, split) => {
          const data = grouped(given);
          const sizes = countEach(data.groups!);
          const wanted = nn.sliceSizes(decode(split), given.length);
          const expected = nn.sliceSizes(decode(split), given.length, sizes);
          if (nn.isDataProblem(wanted) || nn.isDataProblem(expected)) return;
          const parts = cut(data, split, seed);
          expect(sizesOf(parts)).toEqual(expected);
          const owners = [parts.train, parts.validation, parts.test].map(
            (part) => new Set([...part].map((row) => data.groups![row]!)),
          );
          const met = owners.flatMap((owner) => [...owner]);
          expect(new Set(met).size).toBe(met.length);
          for (const part of [parts.train, parts.validation, parts.test]) {
            const count = new Set([...part].map((row) => data.groups![row]!));
            expect([...count].reduce((sum, group) => sum + sizes[group]!, 0)).toBe(part.length);
          }
          const largest = Math.max(...sizes);
          expect(expected.validation - wanted.validation).toBeLessThan(largest);
          expect(expected.test - wanted.test).toBeLessThan(largest);
        },
      ),
    );
  });

  it("chance decides where groups of one size go", () => {
    const data = grouped(everyIndex(60).map((row) => row % 20));
    const split = { train: 30, validation: 15, test: 15, group: "g" };
    expect(cut(data, split, 1)).toEqual(cut(data, split, 1));
    expect(sorted(cut(data, split, 1).train)).not.toEqual(sorted(cut(data, split, 2).train));
  });

  it("too few groups are a problem", () => {
    const split = decode({ train: 0.6, validation: 0.2, test: 0.2, group: "g" });
    expect(nn.sliceSizes(split, 100, [60, 40])).toMatchObject({
      problem: "2 groups of 100 examples leave none for test",
      path: ["split", "group"],
    });
  });
});
