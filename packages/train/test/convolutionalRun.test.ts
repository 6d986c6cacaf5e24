/** A training of convolutions against PyTorch: 24 updates on one batch, of direct sums and of Winograd's. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Slice } from "@attune/nn";
import { momentum } from "@attune/optim";
import * as Schema from "effect/Schema";
import { expect, it } from "vitest";
import { goldenRun } from "./goldenRun.ts";
import { fixtures } from "./MemoryContext.ts";
import { presentEngines } from "./presentEngines.ts";

const { losses: expected } = JSON.parse(readFileSync(join(fixtures, "cnn-training-run.json"), "utf8"));

const wave = (shape: ReadonlyArray<number>, phase: number, scale: number) => {
  const size = shape.reduce((product, length) => product * length, 1);
  return {
    shape,
    data: Float32Array.from({ length: size }, (_, i) => scale * Math.sin(0.013 * i ** 2 + phase)),
  };
};
const same = (shape: ReadonlyArray<number>, value: number) => ({
  shape,
  data: new Float32Array(shape[0]!).fill(value),
});
const weight = (shape: ReadonlyArray<number>, phase: number) =>
  wave(shape, phase, 2 / Math.sqrt(shape.slice(0, -1).reduce((product, length) => product * length, 1)));

const conv = (filters: number, activation: string) => ({
  conv2d: { filters, kernel: 3, padding: "same", activation },
});
const model = {
  layers: [
    conv(16, "linear"),
    "batch_norm",
    { activation: "relu" },
    conv(32, "relu"),
    { max_pool: { size: 2 } },
    conv(32, "relu"),
    "global_average_pool",
    { dense: { units: 4 } },
  ],
  loss: "cross_entropy",
};

const start = {
  "layers.0.weight": weight([3, 3, 3, 16], 2),
  "layers.0.bias": same([16], 0),
  "layers.1.scale": same([16], 1),
  "layers.1.shift": same([16], 0),
  "layers.1.mean": same([16], 0),
  "layers.1.variance": same([16], 1),
  "layers.3.weight": weight([3, 3, 16, 32], 3),
  "layers.3.bias": same([32], 0),
  "layers.5.weight": weight([3, 3, 32, 32], 4),
  "layers.5.bias": same([32], 0),
  "layers.7.weight": weight([32, 4], 5),
  "layers.7.bias": same([4], 0),
};

const slice: Slice = {
  size: 4,
  inputShape: [8, 8, 3],
  inputs: wave([4, 8, 8, 3], 1, 1).data,
  labels: Int32Array.of(0, 1, 2, 3),
  values: undefined,
  targetWidth: 1,
};

// the engine cpu takes half a minute
it.each(presentEngines.filter((name) => name !== "cpu"))("the losses are PyTorch's on %s", async (name) => {
  const settings = { learning_rate: 0.05, momentum: 0.9 };
  const { losses } = await goldenRun(name, {
    model,
    slice,
    classes: 4,
    params: start,
    transform: momentum.transform(Schema.decodeUnknownSync(momentum.config)(settings)),
    learningRate: 0.05,
    epochs: expected.length,
  });
  for (const [epoch, loss] of losses.entries()) {
    const wanted = expected[epoch];
    expect(Math.abs(loss - wanted), `epoch ${epoch}: ${loss} beside ${wanted}`).toBeLessThan(2e-5);
  }
});
