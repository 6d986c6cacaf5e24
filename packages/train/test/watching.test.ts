import { normals, type ParamShape, stream } from "@attune/nn";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { found, passed } from "../src/Check.ts";
import { diagnose } from "../src/diagnose.ts";
import type { History } from "../src/History.ts";
import { filterFigures, filterPictures, filterPlace } from "../src/watching/filters.ts";
import { histogramOf } from "../src/watching/histogramOf.ts";
import { noWindows, windowsOf, withLosses } from "../src/watching/LossWindows.ts";
import { layerFigures } from "../src/watching/layerFigures.ts";
import { probeSize } from "../src/watching/Probe.ts";
import { epochsBetween, snapshotDue } from "../src/watching/snapshotDue.ts";
import { updateFigures } from "../src/watching/UpdateFigures.ts";
import { weightFigures } from "../src/watching/weightFigures.ts";

const values = (shape: ReadonlyArray<number>, data: ReadonlyArray<number>) => ({
  shape,
  data: Float32Array.from(data),
});

describe("figures of a layer", () => {
  it("a unit is dead where no example gets above 0, and a channel is one unit", () => {
    const rows = [
      [0, 1, 0, 0],
      [0, 0, 0, 3],
    ];
    const figures = layerFigures(values([2, 4], rows.flat()), "relu");
    expect(figures).toMatchObject({ mean: 0.5, deadShare: 0.5, zeroShare: 0.75, saturatedShare: null });
    expect(figures.std).toBeCloseTo(Math.sqrt(10 / 8 - 0.25), 5);
    const picture = layerFigures(values([1, 2, 2, 2], [0, 1, 0, 0, 0, 0, 0, 0]), "relu");
    expect(picture.deadShare).toBe(0.5);
    expect(layerFigures(values([2, 2], [-1, -2, -3, -4]), "linear").deadShare).toBeNull();
  });

  it("ρ is 0 in the middle of the range, 1 at its ends: above .85 a unit is saturated", () => {
    const rows = [
      [0.99, 0, 0.84],
      [-0.99, 0.1, -0.84],
    ];
    expect(layerFigures(values([2, 3], rows.flat()), "tanh").saturatedShare).toBeCloseTo(1 / 3, 6);
    const sigmoid = rows.flat().map((value) => (value + 1) / 2);
    expect(layerFigures(values([2, 3], sigmoid), "sigmoid").saturatedShare).toBeCloseTo(1 / 3, 6);
  });

  it("what is not finite has no mean, spread or histogram", () => {
    const figures = layerFigures(values([2, 2], [Number.NaN, 1, 0, 1]), "relu");
    expect(figures).toMatchObject({ mean: null, std: null, histogram: null, deadShare: 0, zeroShare: 0.25 });
  });

  it("a histogram counts every value once, the largest in the last bin", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1 }), (data) => {
        const { least, largest, counts } = histogramOf(Float32Array.from(data))!;
        expect([least, largest]).toEqual([Math.min(...data), Math.max(...data)]);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(data.length);
        if (largest > least) expect(counts.at(-1)).toBeGreaterThan(0);
      }),
    );
  });
});

it("figures of a tensor", () => {
  expect(weightFigures(values([4], [3, -4, 0, 5e-6]))).toEqual({
    norm: 5,
    largest: 4,
    nearZeroShare: 0.5,
    negativeShare: 0.25,
  });
  expect(weightFigures(values([2], [Number.POSITIVE_INFINITY, 1]))).toMatchObject({
    norm: null,
    largest: null,
  });
});

it("figures of updates are medians over the measured steps, by tensor", () => {
  const step = (update: number) => ({ "update a": update, "weight a": 4, "gradient a": 9, "absolute a": 6 });
  expect(updateFigures([step(1), step(16), step(4)], { a: 3 })).toEqual({
    a: { updateRatio: 1, gradientNorm: 3, gradientMean: 2 },
  });
  const zero = { "update a": 1, "weight a": 0, "gradient a": Number.NaN, "absolute a": 0 };
  expect(updateFigures([zero], { a: 3 })).toEqual({
    a: { updateRatio: null, gradientNorm: null, gradientMean: 0 },
  });
});

it("gives the same figures of steps that went through a checkpoint, where float32 did not hold one", () => {
  const step = { "update a": 4, "weight a": 1, "gradient a": 16, "absolute a": 6 };
  const steps = [step, { ...step, "gradient a": Number.POSITIVE_INFINITY, "weight a": Number.NaN }, step];
  const figures = updateFigures(steps, { a: 3 });
  expect(figures).toEqual({ a: { updateRatio: 2, gradientNorm: 4, gradientMean: 2 } });
  const resumed = [steps[1]!, steps[1]!, step];
  expect(updateFigures(JSON.parse(JSON.stringify(resumed)), { a: 3 })).toEqual(
    updateFigures(resumed, { a: 3 }),
  );
});

describe("loss windows", () => {
  it("are of 50 iterations, the last one shorter", () => {
    const losses = Array.from({ length: 120 }, (_, at) => at % 2);
    expect(windowsOf(withLosses(noWindows, losses))).toEqual([
      { start: 0, count: 50, mean: 0.5, std: 0.5, largest: 1 },
      { start: 50, count: 50, mean: 0.5, std: 0.5, largest: 1 },
      { start: 100, count: 20, mean: 0.5, std: 0.5, largest: 1 },
    ]);
  });

  it("are the same in one go and in two, through JSON", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { maxLength: 170 }),
        fc.nat(170),
        (all, cut) => {
          const first = JSON.parse(JSON.stringify(withLosses(noWindows, all.slice(0, cut))));
          expect(withLosses(first, all.slice(cut))).toEqual(withLosses(noWindows, all));
        },
      ),
      { numRuns: 50 },
    );
  });
});

const weight = (shape: ReadonlyArray<number>): Record<string, ParamShape> => ({
  "layers.0.weight": { shape, fanIn: 1, fanOut: 1, role: "weight", activation: "relu" },
});

describe("filters", () => {
  it.each([
    ["dense weights on pictures", [8, 8, 1], [64, 5], { height: 8, width: 8, channels: 1, count: 5 }],
    ["dense weights on a matrix", [9, 7], [63, 5], { height: 9, width: 7, channels: 1, count: 5 }],
    ["kernels", [28, 28, 3], [5, 5, 3, 16], { height: 5, width: 5, channels: 3, count: 16 }],
  ])("are found: %s", (_, inputShape, shape, place) => {
    const found = filterPlace({ inputShape, paramShapes: weight(shape) });
    expect(found).toEqual({ tensor: "layers.0.weight", ...place });
  });

  it.each([
    ["a table", [64], [64, 5]],
    ["a recurrent layer on a sequence", [20, 8], [8, 32]],
    ["kernels of 1 × 1", [28, 28, 3], [1, 1, 3, 16]],
  ])("are none: %s", (_, inputShape, shape) => {
    expect(filterPlace({ inputShape, paramShapes: weight(shape) })).toBeUndefined();
  });

  it("smooth ones have a high autocorrelation, noise none, and small ones are not judged", () => {
    const side = 12;
    const of = (data: Float32Array, length = side) => {
      const place = filterPlace({ inputShape: [length, length, 1], paramShapes: weight([length ** 2, 4]) })!;
      return filterFigures(place, { "layers.0.weight": { shape: [length ** 2, 4], data } });
    };
    const wave = Float32Array.from({ length: side ** 2 * 4 }, (_, at) =>
      Math.sin((Math.floor(at / 4) % side) / 3 + Math.floor(at / 4 / side) / 4),
    );
    expect(of(wave).autocorrelation).toBeGreaterThan(0.85);
    expect(of(wave).judged).toBe(true);
    const noise = normals(stream(1, "noise"), side ** 2 * 4);
    expect(Math.abs(of(noise).autocorrelation!)).toBeLessThan(0.1);
    expect(of(normals(stream(1, "small"), 36 * 4), 6).judged).toBe(false);
    expect(of(new Float32Array(side ** 2 * 4)).autocorrelation).toBeNull();
  });

  it("pictures hold each filter over its largest weight, in base64", () => {
    const place = filterPlace({ inputShape: [2, 2, 1], paramShapes: weight([4, 2]) })!;
    const data = Float32Array.from([1, -4, 2, 0, -2, 2, 0, 4]);
    const { values: text, ...size } = filterPictures(place, { "layers.0.weight": { shape: [4, 2], data } });
    expect(size).toEqual({ height: 2, width: 2, channels: 1, count: 2 });
    expect([...new Int8Array(Buffer.from(text, "base64"))]).toEqual([64, 127, -127, 0, -127, 0, 64, 127]);
  });
});

describe("when a network is looked at", () => {
  const digits = { train: 8000, validation: 1000, iterations: 125, parts: 9, params: 109_386 };
  const cost = { ...digits, probe: 512, batch: 64, numbers: 4 * 109_386 + 512 * 202 };

  it("each epoch where epochs are long, seldom where they are cheap", () => {
    expect(epochsBetween({ ...cost, train: 60_000, iterations: 938 })).toBe(1);
    expect(epochsBetween(cost)).toBe(2);
    const iris = { train: 105, validation: 30, iterations: 7, parts: 6, params: 131 };
    expect(epochsBetween({ ...iris, probe: 100, batch: 16, numbers: 2500 })).toBeGreaterThan(20);
  });

  it.each([1, 2, 15])("after epochs 0 and 1 and ever fewer, every %s at first", (between) => {
    const due = Array.from({ length: 10_001 }, (_, epoch) => epoch).filter((epoch) =>
      snapshotDue(epoch, between),
    );
    expect(due.slice(0, 2)).toEqual([0, 1]);
    expect(due.filter((epoch) => epoch <= 16 * between && epoch > 1)).toEqual(
      Array.from({ length: 16 }, (_, at) => (at + 1) * between).filter((epoch) => epoch > 1),
    );
    expect(due.length).toBeLessThan(40 + 16 * Math.log2(10_000 / (16 * between)));
    expect(due.at(-1)! - due.at(-2)!).toBeGreaterThan(200);
  });

  it("on a batch that fits the slice and the layers", () => {
    const small = { layers: [{ outputShape: [10] }] } as unknown as Parameters<typeof probeSize>[0];
    const large = { layers: [{ outputShape: [64, 64, 64] }] } as unknown as Parameters<typeof probeSize>[0];
    expect([60_000, 1600, 105, 30].map((size) => probeSize(small, size))).toEqual([512, 200, 100, 30]);
    expect(probeSize(large, 60_000)).toBe(32);
  });
});

it("diagnoses come in the catalog's order, with what is found", () => {
  const evidence = { where: "epoch 1", evidence: "2 (limit 1)", reason: "", remedies: [], source: "" };
  const rate = { code: "LR003", name: "rate" };
  const fit = { code: "FIT001", name: "fit" };
  const catalog = {
    rate: { ...rate, diagnose: () => passed(rate, "0 (limit 1)") },
    fit: { ...fit, diagnose: () => found(fit, { severity: "warn", ...evidence }) },
  };
  const { checks, findings } = diagnose({} as History, catalog);
  expect(checks.map(({ code, status }) => [code, status])).toEqual([
    ["LR003", "pass"],
    ["FIT001", "warn"],
  ]);
  expect(findings).toEqual([{ ...fit, severity: "warn", ...evidence }]);
});
