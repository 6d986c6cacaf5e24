/** The whole trainer against PyTorch: 60 updates of Adam on an MLP for iris. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Slice } from "@attune/nn";
import { adam } from "@attune/optim";
import * as Schema from "effect/Schema";
import { expect, it } from "vitest";
import { goldenRun } from "./goldenRun.ts";
import { fixtures } from "./MemoryContext.ts";
import { presentEngines } from "./presentEngines.ts";

// "weight_decay_on" names what a decay would act on: this case has none.
const { case: reference, data } = JSON.parse(readFileSync(join(fixtures, "iris-training-run.json"), "utf8"));
const { input, expected, params, tol } = reference;

const rows: ReadonlyArray<ReadonlyArray<number>> = data.x;
const slice: Slice = {
  size: 30,
  inputShape: [4],
  inputs: Float32Array.from(rows.flatMap((row) => row.map((x, k) => (x - input.mean[k]) / input.std[k]))),
  labels: Int32Array.from(data.y),
  values: undefined,
  targetWidth: 1,
};

const model = {
  layers: [{ dense: { units: 6, activation: "tanh" } }, { dense: { units: 3 } }],
  loss: "cross_entropy",
};

const matrix = (values: ReadonlyArray<ReadonlyArray<number>>) => ({
  shape: [values.length, values[0]!.length],
  data: Float32Array.from(values.flat()),
});

const expectClose = (actual: ArrayLike<number>, wanted: ReadonlyArray<number>) => {
  expect(actual).toHaveLength(wanted.length);
  const off = wanted.map((value, i) => Math.abs(actual[i]! - value) / (1 + Math.abs(value)));
  expect(Math.max(...off)).toBeLessThanOrEqual(tol.f32);
};

it.each(presentEngines)("run/iris-mlp-adam on %s", async (name) => {
  const { lr, beta1, beta2, eps } = params.optimizer;
  const settings = { learning_rate: lr, beta1, beta2, epsilon: eps };
  const { losses, params: final } = await goldenRun(name, {
    model,
    slice,
    classes: 3,
    params: {
      "layers.0.weight": matrix(input.W1),
      "layers.0.bias": { shape: [6], data: new Float32Array(6) },
      "layers.1.weight": matrix(input.W2),
      "layers.1.bias": { shape: [3], data: new Float32Array(3) },
    },
    transform: adam.transform(Schema.decodeUnknownSync(adam.config)(settings)),
    learningRate: lr,
    epochs: params.epochs,
  });
  expectClose(losses, expected.loss_before_step);
  expectClose(final["layers.0.weight"]!.data, expected.final_W1.flat());
  expectClose(final["layers.0.bias"]!.data, expected.final_b1);
  expectClose(final["layers.1.weight"]!.data, expected.final_W2.flat());
  expectClose(final["layers.1.bias"]!.data, expected.final_b2);
});
