/** No iteration leaves anything behind: tensors, bytes, and the memory that wasm has taken, over 1,000 of them. */
import { type Engine, openEngine } from "@attune/nn";
import { momentum } from "@attune/optim";
import * as Schema from "effect/Schema";
import { beforeAll, describe, expect, it } from "vitest";
import { layerExamples, lossExamples, mlp, optimizerExamples } from "./catalogExamples.ts";
import { type Short, shortStart, startShort } from "./shortTraining.ts";

const ITERATIONS = 1000;
/** After so many everything has been traced, and every buffer is there. */
const WARM = 10;

const transform = momentum.transform(Schema.decodeUnknownSync(momentum.config)({ learning_rate: 1e-4 }));

const cases: ReadonlyArray<readonly [title: string, of: Short]> = [
  ...[...layerExamples(), ...lossExamples()].map(
    ({ title, model, targets }) => [title, { model, targets, transform }] as const,
  ),
  ...optimizerExamples().map(
    (each) =>
      [
        each.name,
        { model: mlp("tanh", "cross_entropy"), targets: "classes", transform: each.transform },
      ] as const,
  ),
];

describe("1,000 iterations on wasm", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine("wasm");
  });

  it.each(cases)("of %s take no more memory than the first ten", (_title, of) => {
    const tensors = engine.tensors();
    const training = startShort(engine, of, shortStart(of));
    for (let iteration = 0; iteration < WARM; iteration++) training.run(iteration);
    const then = { tensors: engine.tensors(), bytes: engine.bytes() };
    for (let iteration = WARM; iteration < ITERATIONS; iteration++) training.run(iteration);
    expect({ tensors: engine.tensors(), bytes: engine.bytes() }).toEqual(then);
    training.end();
    expect(engine.tensors()).toBe(tensors);
  });
});
