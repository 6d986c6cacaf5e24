import { buildModel, leastTrainingBytes, ModelConfig, openEngine } from "@attune/nn";
import { sgd } from "@attune/optim";
import * as Schema from "effect/Schema";
import { expect, it } from "vitest";
import { type Short, shortStart, trainShortly } from "./shortTraining.ts";

const modelOf = (units: number, inputs: number) => {
  const layers = [{ dense: { units, activation: "tanh" } }, { dense: { units: 3 } }];
  const built = buildModel(Schema.decodeUnknownSync(ModelConfig)({ layers, loss: "cross_entropy" }), [
    inputs,
  ]);
  if ("problem" in built) throw new Error(built.problem.message);
  return built.model;
};

it("counts params three times, and a batch of inputs and outputs, in float32", () => {
  const params = 5 * 4 + 5 + 5 * 3 + 3;
  expect(leastTrainingBytes(modelOf(5, 4), 7)).toBe(4 * (3 * params + 7 * (4 + 5 + 3)));
});

it("is no more than training takes, and most of it", async () => {
  const engine = await openEngine("wasm"); // fresh: this file has a process of its own
  const transform = sgd.transform(Schema.decodeUnknownSync(sgd.config)({ learning_rate: 0.01 }));
  const of: Short = { model: modelOf(1000, 2000), targets: "classes", transform };
  trainShortly(engine, of, shortStart(of), 0, 5);
  const least = leastTrainingBytes(of.model, 4);
  expect(engine.bytes()).toBeGreaterThanOrEqual(least);
  expect(engine.bytes()).toBeLessThan(4 * least);
});
