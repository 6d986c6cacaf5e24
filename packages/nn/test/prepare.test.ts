import * as Schema from "effect/Schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as nn from "../src/index.ts";

/** Example i has the features (i, 7), its label is i mod 3. */
const dataset = (examples: number): nn.Dataset => ({
  examples,
  featureShape: [2],
  features: Float32Array.from({ length: 2 * examples }, (_, at) => (at % 2 === 0 ? at / 2 : 7.1)),
  scale: 1,
  target: {
    kind: "classes",
    labels: Int32Array.from({ length: examples }, (_, at) => at % 3),
    names: ["a", "b", "c"],
  },
});
const prepared = (data: nn.Dataset, given: Partial<nn.Preparation>, seed = 7): nn.Prepared => {
  const split = { train: 0.8, validation: 0.1, test: 0.1 };
  const result = nn.prepare(data, { split, normalize: "none", fraction: 1, ...given }, seed);
  if (nn.isDataProblem(result)) throw new Error(result.problem);
  return result;
};
const ids = ({ inputs }: nn.Slice): ReadonlyArray<number> => [...inputs.filter((_, at) => at % 2 === 0)];
const moments = (values: ReadonlyArray<number>) => {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0))];
};

describe("sliceSizes", () => {
  const decode = Schema.decodeUnknownSync(nn.Split);
  it.each([
    [{ train: 0.8, validation: 0.1, test: 0.1 }, 150, { train: 120, validation: 15, test: 15 }],
    [{ train: 0.7, validation: 0.15, test: 0.15 }, 101, { train: 71, validation: 15, test: 15 }],
    [{ train: 0.5, validation: 0.25, test: 0 }, 8, { train: 4, validation: 2, test: 0 }],
    [{ train: 5, validation: 2, test: 1 }, 8, { train: 5, validation: 2, test: 1 }],
    [{ train: 1, validation: 1, test: 0 }, 8, { train: 1, validation: 1, test: 0 }],
  ])("%j of %i", (split, examples, sizes) => {
    expect(nn.sliceSizes(decode(split), examples)).toEqual(sizes);
  });

  it("shares that sum to 1 use every example", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 5000 }),
        fc.integer({ min: 10, max: 80 }),
        (examples, percent) => {
          const train = percent / 100;
          const sizes = nn.sliceSizes(decode({ train, validation: 0.1, test: 0.9 - train }), examples);
          if (nn.isDataProblem(sizes)) throw new Error(sizes.problem);
          expect(sizes.train + sizes.validation + sizes.test).toBe(examples);
          expect(Math.abs(sizes.train - train * examples)).toBeLessThanOrEqual(0.5 + 1e-9);
        },
      ),
    );
  });

  it.each([
    [{ train: 8, validation: 2, test: 1 }, 10, ["split"], "the split asks for 11 examples, the data has 10"],
    [{ train: 0.8, validation: 0.01, test: 0.1 }, 10, ["split", "validation"], "leaves none for validation"],
  ])("%j of %i is a problem", (split, examples, path, problem) => {
    expect(nn.sliceSizes(decode(split), examples)).toMatchObject({
      path,
      problem: expect.stringContaining(problem),
    });
  });

  it.each([
    [{ train: 0.9, validation: 0.1, test: 0.1 }, "sum to at most 1, received 1.1"],
    [{ train: 100, validation: 0.1, test: 0.1 }, "a mixture"],
    [{ train: 0, validation: 1, test: 1 }, "above 0"],
    [{ train: -1, validation: 1, test: 1 }, "greater than or equal to 0"],
  ])("%j is refused", (split, message) => {
    expect(() => decode(split)).toThrow(message);
  });
});

describe("prepare", () => {
  it("cuts disjoint slices, the same for the same seed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 200 }), fc.nat(), (examples, seed) => {
        const { train, validation, test } = prepared(dataset(examples), {}, seed);
        const all = [train, validation, test].flatMap(ids);
        expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: examples }, (_, index) => index));
        expect(prepared(dataset(examples), {}, seed)).toEqual({ train, validation, test });
      }),
      { numRuns: 30 },
    );
    expect(ids(prepared(dataset(50), {}, 1).train)).not.toEqual(ids(prepared(dataset(50), {}, 2).train));
  });

  it("keeps each example with its label", () => {
    const { train } = prepared(dataset(60), {});
    expect([...train.labels!]).toEqual(ids(train).map((id) => id % 3));
    expect(train).toMatchObject({ size: 48, inputShape: [2], values: undefined, targetWidth: 1 });
  });

  it("standardizes with the training examples alone; a constant feature is divided by 1", () => {
    const raw = prepared(dataset(90), {});
    const { train, validation } = prepared(dataset(90), { normalize: "standard" });
    const [mean, deviation] = moments(ids(raw.train));
    const [trainMean, trainDeviation] = moments(ids(train));
    expect(trainMean).toBeCloseTo(0, 5);
    expect(trainDeviation).toBeCloseTo(1, 5);
    ids(validation).forEach((value, index) => {
      expect(value).toBeCloseTo((ids(raw.validation)[index]! - mean!) / deviation!, 4);
    });
    for (const slice of [train, validation]) {
      for (const value of slice.inputs.filter((_, at) => at % 2 === 1))
        expect(Math.abs(value)).toBeLessThan(1e-5);
    }
  });

  it("standardizes an image by channel", () => {
    const features = Uint8Array.from({ length: 20 * 8 }, (_, at) => (at % 2 === 0 ? at : 100 + (at % 3)));
    const image: nn.Dataset = { ...dataset(20), featureShape: [2, 2, 2], features, scale: 1 / 255 };
    const { train } = prepared(image, { normalize: "standard" });
    for (const channel of [0, 1]) {
      const [mean, deviation] = moments([...train.inputs.filter((_, at) => at % 2 === channel)]);
      expect(mean).toBeCloseTo(0, 5);
      expect(deviation).toBeCloseTo(1, 5);
    }
  });

  it("a fraction takes the first of the same training examples and leaves the rest alone", () => {
    const whole = prepared(dataset(100), {});
    const part = prepared(dataset(100), { fraction: 0.25 });
    expect(ids(part.train)).toEqual(ids(whole.train).slice(0, 20));
    expect(part.validation).toEqual(whole.validation);
    expect(part.test).toEqual(whole.test);
  });

  it("scales bytes and keeps values of several columns", () => {
    const { train } = prepared(
      {
        examples: 10,
        featureShape: [1],
        features: Uint8Array.from({ length: 10 }, (_, at) => at * 25),
        scale: 1 / 255,
        target: { kind: "values", values: Float32Array.from({ length: 20 }, (_, at) => at), width: 2 },
      },
      {},
    );
    train.inputs.forEach((value, index) => {
      const example = Math.round((value * 255) / 25);
      expect([...train.values!.subarray(2 * index, 2 * index + 2)]).toEqual([2 * example, 2 * example + 1]);
    });
    expect(train.targetWidth).toBe(2);
  });

  it("tells a split that does not fit as a value", () => {
    const given = { split: { train: 9, validation: 9, test: 9 }, normalize: "none", fraction: 1 } as const;
    expect(nn.prepare(dataset(10), given, 1)).toMatchObject({ path: ["split"], remedy: expect.any(String) });
  });
});

describe("batches", () => {
  it("hold every example once, the last one smaller", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat({ max: 9 }),
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 1, max: 40 }),
        (seed, epoch, size, batchSize) => {
          const batches = nn.batchOrder(seed, epoch, size, batchSize);
          const lengths = batches.map(({ length }) => length);
          expect(batches.flatMap((batch) => [...batch]).toSorted((a, b) => a - b)).toEqual(
            Array.from({ length: size }, (_, index) => index),
          );
          expect(lengths.slice(0, -1).every((length) => length === batchSize)).toBe(true);
          expect(lengths.at(-1)).toBe(size % batchSize || batchSize);
        },
      ),
    );
    expect(nn.batchOrder(1, 0, 50, 50)).not.toEqual(nn.batchOrder(1, 1, 50, 50));
  });

  it("gather inputs with their targets", () => {
    const { train } = prepared(dataset(30), {});
    const { inputs, targets } = nn.gather(train, Int32Array.of(3, 0));
    expect([...inputs]).toEqual([...train.inputs.subarray(6, 8), ...train.inputs.subarray(0, 2)]);
    expect(targets).toEqual(Int32Array.of(train.labels![3]!, train.labels![0]!));
    const slice: nn.Slice = {
      ...train,
      labels: undefined,
      values: Float32Array.from(train.inputs),
      targetWidth: 2,
    };
    expect(nn.gather(slice, Int32Array.of(3, 0)).targets).toEqual(inputs);
  });

  it.each([1, 7, 8, 33])("gather inputs of %i numbers for many batches as for one", (width) => {
    const inputs = Float32Array.from({ length: 5 * width }, (_, at) => at);
    const slice: nn.Slice = { ...prepared(dataset(30), {}).train, size: 5, inputShape: [width], inputs };
    const indices = Int32Array.of(4, 0, 4);
    const into = new Float32Array(3 * width);
    nn.inputsGatherer(slice)(indices, into);
    expect(into).toEqual(nn.gatherInputs(slice, indices, new Float32Array(3 * width)));
  });
});
