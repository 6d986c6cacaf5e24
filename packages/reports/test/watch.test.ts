/** What a training kept of its watch, as pages take it in: decoded, and no larger than a page can hold. */
import { expect, it } from "vitest";
import { watchOf } from "../src/index.ts";
import { evenly } from "../src/thinWatch.ts";
import { sampleKept, sampleWatch } from "./sampleWatch.ts";

it("has a column for each weight and layer, and the gradient over all tensors", () => {
  const watch = sampleWatch({ layers: 2, epochs: 3 });
  expect(watch.tensors.map(({ name }) => name)).toEqual(["layers.0.weight", "layers.1.weight"]);
  expect(watch.epochs).toEqual([0, 1, 2, 3]);
  expect(watch.tensors[1]!.updateRatio).toEqual([null, 4e-3, 2e-3, 4e-3 / 3]);
  // weight and bias of both layers: √(2 · 2² + 2 · 2.1²)
  expect(watch.gradientNorm[0]).toBeCloseTo(Math.sqrt(2 * 4 + 2 * 4.41), 4);
});

it("ends in the middle of an epoch where the training broke down", () => {
  expect(sampleWatch({ epochs: 2, broken: 25 }).epochs).toEqual([0, 1, 2, 2.2]);
});

it("is none of what has another form", () => {
  expect(watchOf({ version: 1 })).toBeUndefined();
  expect(watchOf(null)).toBeUndefined();
  expect(watchOf({ ...sampleKept(), snapshots: [] })).toBeUndefined();
  expect(watchOf({ ...sampleKept(), lossAtInit: Number.NaN })).toBeUndefined();
});

it("of a deep network over many epochs keeps both ends, and the tensors that learn least healthily", () => {
  const kept = sampleKept({ layers: 60, epochs: 300 });
  const sick: typeof kept.snapshots = kept.snapshots.map((snapshot) => ({
    ...snapshot,
    tensors: {
      ...snapshot.tensors,
      "layers.31.weight": { ...snapshot.tensors["layers.31.weight"]!, updateRatio: 9 },
    },
    layers: Object.fromEntries(
      Object.entries(snapshot.layers).map(([name, layer]) => [
        name,
        { ...layer, deadShare: null, saturatedShare: name === "layers.33" ? 0.9 : layer.saturatedShare },
      ]),
    ),
  }));
  const watch = watchOf({ ...kept, snapshots: sick })!;
  expect(watch.epochs).toHaveLength(16);
  expect([watch.epochs[0], watch.epochs.at(-1)]).toEqual([0, 300]);
  expect(watch.tensorCount).toBe(60);
  const names = watch.tensors.map(({ name }) => name);
  expect(names.length).toBeLessThanOrEqual(9);
  for (const name of ["layers.0.weight", "layers.31.weight", "layers.59.weight"])
    expect(names).toContain(name);
  const layers = watch.layers.map(({ name }) => name);
  expect(layers.length).toBeLessThanOrEqual(9);
  for (const name of ["layers.0", "layers.33", "layers.59"]) expect(layers).toContain(name);
});

it("merges windows into the mean and the deviation of all their iterations", () => {
  const { windows } = sampleKept();
  const many = Array.from({ length: 240 }, (_, at) => ({
    ...windows[0]!,
    start: 50 * at,
    mean: at % 2 === 0 ? 1 : 3,
    std: 1,
  }));
  const watch = watchOf({ ...sampleKept(), windows: many })!;
  expect(watch.windows).toHaveLength(120);
  // ½ (1² + 1) + ½ (1² + 1) about the mean of 2
  expect(watch.windows[1]).toMatchObject({
    start: 100,
    count: 100,
    mean: 2,
    std: Number(Math.SQRT2.toPrecision(6)),
  });
});

it("evenly takes both ends", () => {
  expect(evenly(5, 9)).toEqual([0, 1, 2, 3, 4]);
  expect(evenly(101, 5)).toEqual([0, 25, 50, 75, 100]);
});
