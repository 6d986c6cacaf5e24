/** What every engine owes a training: the numbers of `cpu`, the same bits again, on its own and continued, no leaks. */
import { type Engine, openEngine } from "@attune/nn";
import { adam, momentum } from "@attune/optim";
import { engine as backend, type Tensor } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import {
  activationExamples,
  type Example,
  layerExamples,
  lossExamples,
  mlp,
  optimizerExamples,
} from "./catalogExamples.ts";
import { absentEngines, presentEngines, requiredEngines } from "./presentEngines.ts";
import { type Ended, type Short, shortStart, trainShortly } from "./shortTraining.ts";

const ITERATIONS = 6;

// no Adam here: where a gradient is nothing but rounding, as of a bias before a norm, it makes whole steps of it
const steady = momentum.transform(Schema.decodeUnknownSync(momentum.config)({ learning_rate: 0.01 }));
const byAdam = adam.transform(Schema.decodeUnknownSync(adam.config)({ learning_rate: 0.01 }));

const withSteady = ({ title, model, targets }: Example) =>
  [title, { model, targets, transform: steady }] as const;
const ofClasses = { model: mlp("tanh", "cross_entropy"), targets: "classes" } as const;

const cases: ReadonlyArray<readonly [title: string, of: Short]> = [
  ...layerExamples().map(withSteady),
  ...activationExamples().map(withSteady),
  ...lossExamples().map(withSteady),
  ...optimizerExamples().map(({ name, transform }) => [name, { ...ofClasses, transform }] as const),
];

const trainOn = (engine: Engine, of: Short): Ended => trainShortly(engine, of, shortStart(of), 0, ITERATIONS);

const expectClose = (actual: Ended, wanted: Ended): void => {
  const numbers = ({ losses, params, state }: Ended) => [
    ["losses", losses] as const,
    ...Object.entries({ ...params, ...state }).map(([name, { data }]) => [name, [...data]] as const),
  ];
  const expected = new Map(numbers(wanted));
  for (const [name, values] of numbers(actual)) {
    const off = values.map((value, at) => {
      const other = expected.get(name)![at]!;
      return Math.abs(value - other) / (1 + Math.abs(other));
    });
    expect(Math.max(0, ...off), name).toBeLessThan(1e-4);
  }
};

for (const { name, reason } of absentEngines) {
  console.warn(`the engine ${name} is not tested: ${reason}`);
  it.skip(`the engine ${name} is absent: ${reason}`, () => undefined);
}

it("the engines that must be here are", () => {
  expect(absentEngines.filter(({ name }) => requiredEngines.includes(name))).toEqual([]);
});

describe.each(presentEngines)("on %s", (name) => {
  afterAll(() => openEngine("cpu"));

  it.each(cases)("%s trains as on cpu, leaving nothing behind", async (_title, of) => {
    const wanted = trainOn(await openEngine("cpu"), of);
    const engine = await openEngine(name);
    const before = engine.tensors();
    expectClose(trainOn(engine, of), wanted);
    expect(engine.tensors()).toBe(before);
  });

  it("names an operation that it lacks", async () => {
    const engine = await openEngine(name);
    const lacking = (): Tensor => backend().runKernel("Unheard", {}, {});
    const message = `probe: the operation Unheard has no kernel on the engine ${name}`;
    expect(() => engine.compile(lacking, "probe")({})).toThrow(message);
    const loop = engine.loop({ name: "probe", carried: {}, keep: [] });
    expect(() => loop.run(() => ({ carried: {}, metrics: { loss: lacking() } }))).toThrow(message);
    loop.end();
  });

  it("gives the same bits again, and continued after any iteration", async () => {
    const engine = await openEngine(name);
    const of = { ...ofClasses, transform: byAdam };
    const straight = trainOn(engine, of);
    expect(trainOn(engine, of)).toEqual(straight);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: ITERATIONS - 1 }), (stop) => {
        const first = trainShortly(engine, of, shortStart(of), 0, stop);
        const { losses, ...end } = trainShortly(engine, of, first, stop, ITERATIONS);
        expect({ ...end, losses: [...first.losses, ...losses] }).toEqual(straight);
      }),
      { numRuns: 5 },
    );
  });
});
