/** The pure parts: the penalty, the expectation at init, what is reachable, the watch, the checkpoint. */
import {
  type NamedValues,
  normals,
  openEngine,
  type ParamShapes,
  permutation,
  type Slice,
  stream,
} from "@attune/nn";
import { grad, type Tensor, tensor2d } from "@tensorflow/tfjs-core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedLoss } from "../src/expectedLoss.ts";
import { divergence, type LossWatch, startOfWatch, watchLoss } from "../src/LossWatch.ts";
import { l1Penalty } from "../src/l1Penalty.ts";
import { l2Penalty } from "../src/l2Penalty.ts";
import { type PenaltyConfig, unmatchedPenalties } from "../src/PenaltyConfig.ts";
import { penaltyOf as ofStrengths, strengthsOf } from "../src/penaltyOf.ts";
import { reachable } from "../src/reachable.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../src/TrainingCheckpoint.ts";
import { noWindows, withLosses } from "../src/watching/LossWindows.ts";

const shape = (role: "weight" | "bias", ...size: ReadonlyArray<number>) => ({
  shape: size,
  fanIn: 1,
  fanOut: 1,
  role,
  activation: "linear",
});
const shapes: ParamShapes = { "a.weight": shape("weight", 2, 3), "a.bias": shape("bias", 3) };

describe("l2Penalty", () => {
  it("is ½λΣw² over weights, and its gradient λw is that of its value", async () => {
    await openEngine("cpu");
    const weight = tensor2d([
      [1, -2, 3],
      [0.5, 0, -1],
    ]);
    const penalty = l2Penalty(shapes, 0.1);
    const params = (w: Tensor) => ({ "a.weight": w, "a.bias": tensor2d([[100, 100, 100]]) });
    expect(penalty.value(params(weight)).dataSync()[0]).toBeCloseTo(0.05 * 15.25, 6);
    const { "a.weight": gradient, ...others } = penalty.gradients(params(weight));
    expect(others).toEqual({});
    const expected = [0.1, -0.2, 0.3, 0.05, 0, -0.1];
    const automatic = grad((w: Tensor) => penalty.value(params(w)))(weight);
    for (const [i, value] of expected.entries()) {
      expect(gradient!.dataSync()[i]).toBeCloseTo(value, 6);
      expect(automatic.dataSync()[i]).toBeCloseTo(value, 6);
    }
  });
});

describe("l1Penalty", () => {
  it("is λΣ|w| over weights, and its gradient λ sign(w), 0 at 0, is that of its value", async () => {
    await openEngine("cpu");
    const weight = tensor2d([
      [1, -2, 3],
      [0.5, 0, -1],
    ]);
    const penalty = l1Penalty(shapes, 0.1);
    const params = (w: Tensor) => ({ "a.weight": w, "a.bias": tensor2d([[100, 100, 100]]) });
    expect(penalty.value(params(weight)).dataSync()[0]).toBeCloseTo(0.75, 6);
    const { "a.weight": gradient, ...others } = penalty.gradients(params(weight));
    expect(others).toEqual({});
    const automatic = grad((w: Tensor) => penalty.value(params(w)))(weight);
    for (const [i, value] of [0.1, -0.1, 0.1, 0.1, 0, -0.1].entries()) {
      expect(gradient!.dataSync()[i]).toBeCloseTo(value, 6);
      expect(automatic.dataSync()[i]).toBeCloseTo(value, 6);
    }
  });
});

describe("penaltyOf", () => {
  const penaltyOf = (shapes: ParamShapes, config: PenaltyConfig) =>
    ofStrengths(shapes, strengthsOf(shapes, config));
  const two: ParamShapes = {
    ...shapes,
    "b.layers.0.weight": shape("weight", 1, 2),
    "b.scale": { ...shape("bias", 2), role: "scale" },
  };

  it("is nothing without a strength", () => {
    expect(penaltyOf(two, { l1: 0, l2: 0 })).toBeUndefined();
    expect(penaltyOf(two, { l1: 0, l2: 1, layers: { "*": { l2: 0 } } })).toBeUndefined();
  });

  it("adds both, and a layer's own go before those of all", async () => {
    await openEngine("cpu");
    const penalty = penaltyOf(two, { l1: 0.1, l2: 0.2, layers: { b: { l1: 0 }, "*": { l1: 0.5 } } })!;
    const params = { "a.weight": tensor2d([[1, -2]]), "b.layers.0.weight": tensor2d([[3, 4]]) };
    const expected = 0.5 * (1 + 2) + 0.1 * (1 + 4 + 9 + 16);
    expect(penalty.value(params).dataSync()[0]).toBeCloseTo(expected, 5);
    const { "a.weight": a, "b.layers.0.weight": b, ...others } = penalty.gradients(params);
    expect(others).toEqual({});
    for (const [at, value] of [0.7, -0.9].entries()) expect(a!.dataSync()[at]).toBeCloseTo(value, 6);
    for (const [at, value] of [0.6, 0.8].entries()) expect(b!.dataSync()[at]).toBeCloseTo(value, 6);
  });

  it("patterns that match nothing, or set nothing, are told", () => {
    const layers = { "b.*": { l2: 1 }, c: { l1: 1 }, "a.bias": { l1: 1 }, a: {} };
    expect(unmatchedPenalties(two, { layers }).map(({ path, message }) => [path[1], message])).toEqual([
      ["c", "expected a pattern of layers with weights, received one that matches none"],
      ["a.bias", "expected a pattern of layers with weights, received one that matches none"],
      ["a", "expected l1 or l2, received neither"],
    ]);
  });
});

const slice = (parts: Partial<Slice> & { readonly size: number }): Slice => ({
  inputShape: [1],
  inputs: Float32Array.from({ length: parts.size }, (_, row) => row),
  labels: undefined,
  values: undefined,
  targetWidth: 1,
  ...parts,
});

describe("expectedLoss", () => {
  const size = 20_000;
  const labels = Int32Array.from({ length: size }, (_, row) => row % 10);
  const cross = { cross_entropy: { labelSmoothing: 0 } };

  // simulated with 400 000 draws, ± .002: softmax, K = 10, logits N(0, s²)
  it.each([
    [0.01, 2.307],
    [0.1, 2.3475],
    [0.25, 2.413],
    [0.5, 2.521],
    [1, 2.728],
    [2, 3.111],
  ])("logits of variance %d give %d", (variance, loss) => {
    const outputs = normals(stream(1, "logits"), size * 10).map((value) => value * Math.sqrt(variance));
    const expected = expectedLoss(cross, outputs, slice({ size, labels }))!;
    expect(Math.abs(expected.loss - loss)).toBeLessThan(0.02);
    expect(expected.chance).toBeCloseTo(Math.log(10), 9);
    expect(expected.outputVariance / variance).toBeCloseTo(1, 1);
    expect(expected.standardError).toBeLessThan(0.02);
  });

  it("of equal classes is ln K for equal logits, whatever the smoothing", () => {
    const smoothed = { cross_entropy: { labelSmoothing: 0.3 } };
    for (const loss of [cross, smoothed]) {
      const { loss: value, chance } = expectedLoss(
        loss,
        new Float32Array(size * 10),
        slice({ size, labels }),
      )!;
      expect(value).toBeCloseTo(Math.LN10, 8);
      expect(chance).toBeCloseTo(Math.LN10, 8);
    }
  });

  it("with class weights is the weighted mean over all targets", () => {
    const weights = [1, 4];
    const few = slice({ size: 4, labels: Int32Array.of(0, 0, 0, 1) });
    const balanced = { cross_entropy: { labelSmoothing: 0, classWeights: weights } };
    const { loss, chance } = expectedLoss(balanced, new Float32Array(8), few)!;
    expect(loss).toBeCloseTo(Math.LN2, 12);
    const share = 3 / 7; // of class 0: 3 · 1 beside 1 · 4
    expect(chance).toBeCloseTo(-share * Math.log(share) - (1 - share) * Math.log(1 - share), 12);
    // z = (0, ln 3): minus the logarithms of 1/4 and 3/4
    const sure = expectedLoss(
      balanced,
      Float32Array.of(...[0, 0, 0, 0].flatMap(() => [0, Math.log(3)])),
      few,
    )!;
    expect(sure.loss).toBeCloseTo(share * Math.log(4) + (1 - share) * Math.log(4 / 3), 6);
  });

  it("of values is the distance to their mean plus their variance", () => {
    const values = Float32Array.of(1, 2, 3, 6);
    const { loss, chance } = expectedLoss(
      { squared_error: {} },
      Float32Array.of(5, 5, 5, 5),
      slice({ size: 4, values }),
    )!;
    expect(chance).toBeCloseTo(3.5, 12);
    expect(loss).toBeCloseTo(4 + 3.5, 12);
  });
});

describe("reachable", () => {
  it("is 0 and 100 % where all inputs differ", () => {
    const labels = Int32Array.of(0, 1, 0, 1);
    expect(reachable(slice({ size: 4, labels }), { cross_entropy: { labelSmoothing: 0 } }, 2)).toEqual({
      loss: 0,
      accuracy: 1,
    });
  });
  it("is the entropy and the majority of each group of equal inputs", () => {
    const inputs = Float32Array.of(1, 1, 1, 2);
    const labels = Int32Array.of(0, 0, 1, 1);
    const best = reachable(slice({ size: 4, inputs, labels }), { cross_entropy: { labelSmoothing: 0 } }, 2)!;
    expect(best.loss).toBeCloseTo(0.75 * -(Math.log(2 / 3) * (2 / 3) + Math.log(1 / 3) / 3), 12);
    expect(best.accuracy).toBe(0.75);
  });
  it("weighs classes as the loss does", () => {
    const given = slice({
      size: 4,
      inputs: Float32Array.of(1, 1, 1, 2),
      labels: Int32Array.of(0, 0, 1, 1),
    });
    const best = reachable(given, { cross_entropy: { labelSmoothing: 0, classWeights: [1, 3] } }, 2)!;
    const share = 2 / 5;
    const entropy = -share * Math.log(share) - (1 - share) * Math.log(1 - share);
    expect(best.loss).toBeCloseTo((5 * entropy) / 8, 12);
    expect(best.accuracy).toBe(0.5); // of the three alike, class 1 weighs more
  });
  it("is the variance within groups for values", () => {
    const inputs = Float32Array.of(1, 1, 2, 2);
    const values = Float32Array.of(0, 2, 5, 5);
    expect(reachable(slice({ size: 4, inputs, values }), { squared_error: {} }, 1)?.loss).toBe(0.5);
  });
  it("weighs class 1 as binary_cross_entropy does", () => {
    const inputs = Float32Array.of(1, 1, 1, 2);
    const labels = Int32Array.of(0, 0, 1, 1);
    const best = reachable(
      slice({ size: 4, inputs, labels }),
      { binary_cross_entropy: { posWeight: 6 } },
      1,
    )!;
    expect(best.loss).toBeCloseTo((-6 * Math.log(0.75) - 2 * Math.log(0.25)) / 4, 12);
    expect(best.accuracy).toBe(0.5);
  });
  it("is not known for a loss without a formula", () => {
    const labels = Int32Array.of(0, 1);
    expect(reachable(slice({ size: 2, labels }), { hinge: {} }, 2)).toBeUndefined();
    expect(
      expectedLoss({ hinge: {} }, Float32Array.of(1, 2, 3, 4), slice({ size: 2, labels })),
    ).toBeUndefined();
  });
});

const watchAll = (losses: ReadonlyArray<number>, from: LossWatch = startOfWatch(2.3)) =>
  losses.reduce(watchLoss, from);

const firstDivergence = (
  losses: ReadonlyArray<number>,
  unit = false,
  first = losses[0]!,
): number | undefined => {
  let watch = startOfWatch(first);
  for (const [i, loss] of losses.entries()) {
    watch = watchLoss(watch, loss);
    if (divergence(watch, loss, unit) !== undefined) return i;
  }
  return undefined;
};

describe("LossWatch", () => {
  const falling = Array.from({ length: 600 }, (_, i) => 2.3 * Math.exp(-i / 100));
  it("lets a falling loss pass, and one that wanders by factors near zero", () => {
    const noise = permutation(stream(3, "noise"), 600);
    expect(firstDivergence(falling)).toBeUndefined();
    expect(
      firstDivergence(falling.map((loss, i) => loss * (1 + noise[i]! / 100)).slice(100)),
    ).toBeUndefined();
  });
  it("ends at a loss of a thousand, or a thousand times the first where it has a unit", () => {
    expect(firstDivergence([2.3, 5, 1001])).toBe(2);
    expect(firstDivergence([2000, 1500, 1800], true)).toBeUndefined();
    expect(firstDivergence([2000, 1500, 3e6, 3e8], true)).toBe(3);
  });
  it("lets a lucky first batch and a single outlier pass", () => {
    // batches of one: the first is right by chance, one in a hundred is far off
    const losses = Array.from({ length: 400 }, (_, i) => (i === 0 ? 0.006 : i % 100 === 50 ? 400 : 2));
    expect(firstDivergence(losses, true, 4)).toBeUndefined();
    expect(
      firstDivergence(
        losses.map((loss) => Math.min(loss, 30)),
        false,
        4,
      ),
    ).toBeUndefined();
  });
  it("ends after a window above four times the best", () => {
    const risen = Array.from({ length: 300 }, () => 10);
    const at = firstDivergence([...falling.slice(0, 200), ...risen])!;
    expect(at).toBeGreaterThanOrEqual(250);
    expect(at).toBeLessThan(300);
  });
  it("ends after the window's mean doubled four times", () => {
    const doubling = Array.from({ length: 400 }, (_, i) => 2 ** Math.floor(i / 50));
    expect(firstDivergence(doubling)).toBeLessThan(250);
  });
  it("is the same in one go and in two, through JSON", () => {
    const losses = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 300 });
    fc.assert(
      fc.property(losses, fc.nat(300), (all, cut) => {
        const kept: LossWatch = JSON.parse(JSON.stringify(watchAll(all.slice(0, cut))));
        expect(watchAll(all.slice(cut), kept)).toEqual(watchAll(all));
      }),
      { numRuns: 50 },
    );
  });
});

it("a checkpoint comes back as it was, bit for bit", () => {
  const numbers = fc.float32Array({ minLength: 6, maxLength: 6, noNaN: true });
  fc.assert(
    fc.property(
      numbers,
      numbers,
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9 }),
      (a, b, value) => {
        const windows = withLosses(noWindows, [0.5, 2]);
        const named = (data: Float32Array): NamedValues => ({ "a.weight": { shape: [2, 3], data } });
        const checkpoint = {
          epoch: 3,
          params: named(a),
          state: { "scaleByAdam/sum/a.weight": { shape: [6], data: b } },
          watch: watchAll([1, 2, 3]),
          scalars: { "train.loss": value },
          seen: {
            rows: [{ epoch: 3, scalars: { "train.loss": 0.25 } }],
            windows,
            snapshots: [],
            measured: [{ "update a.weight": 0.5 }],
          },
          improved: { epoch: 2, value: 0.75 },
          best: { epoch: 2, value, params: named(b) },
        };
        const bytes = encodeCheckpoint(checkpoint);
        expect(encodeCheckpoint(decodeCheckpoint(bytes))).toEqual(bytes);
        expect(decodeCheckpoint(bytes).seen).toEqual(checkpoint.seen);
        expect(decodeCheckpoint(bytes).improved).toEqual(checkpoint.improved);
        expect(decodeCheckpoint(bytes).params["a.weight"]!.data).toEqual(a);
        expect(decodeCheckpoint(bytes).best?.params["a.weight"]?.data).toEqual(b);
      },
    ),
    { numRuns: 30 },
  );
});
