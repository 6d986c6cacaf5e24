/** Every published case of the optimizers, and closed trajectories, on every engine. */
import { type Engine, openEngine } from "@attune/nn";
import { beforeAll, describe, it } from "vitest";
import { descend, parse } from "./descend.ts";
import { expectClose } from "./expectClose.ts";
import cases from "./fixtures/optimizer.json" with { type: "json" };
import trajectories from "./fixtures/trajectory.json" with { type: "json" };

interface Params {
  readonly kind?: string;
  readonly lr?: number;
  readonly lr_sequence?: ReadonlyArray<number>;
  readonly momentum?: number;
  readonly nesterov?: boolean;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly eps?: number;
  readonly amsgrad?: boolean;
}

/** A published case's settings in this package's YAML; a text says why it is not offered. */
const yamlOf = ({ kind, lr, momentum, nesterov, beta1, beta2, eps, amsgrad }: Params): object | string => {
  if (kind === "sgd" && momentum === undefined) return { sgd: { learning_rate: lr } };
  if (kind === "sgd") return { momentum: { learning_rate: lr, momentum, nesterov: nesterov ?? false } };
  if (kind === "adam")
    return { adam: { learning_rate: lr, beta1, beta2, epsilon: eps, amsgrad: amsgrad ?? false } };
  return kind === undefined ? "no transform that clips" : `no optimizer ${kind}`;
};

const engines = ["cpu", "wasm"];

describe.each(engines)("on %s", (engineName) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine(engineName);
  });

  describe("published cases", () => {
    for (const { id, params, input, expected, tol } of cases) {
      const settings: Params = params;
      const yaml = yamlOf(settings);
      if (typeof yaml === "string") {
        it.skip(`${id} (${yaml})`);
        continue;
      }
      it(id, () => {
        const { transform, learningRate } = parse(yaml);
        const given = input.grads as ReadonlyArray<ReadonlyArray<number>> | undefined; // clipping apart, one row an update
        const states = (expected.p_after_step ?? expected.x_after_step)!;
        const path = descend(
          engine,
          transform,
          { p: (input.p0 ?? input.x0)! },
          states.length,
          // without given gradients the case's function is f = sum(x²)
          ({ p }, iteration) => ({ p: given?.[iteration] ?? p!.map((x) => 2 * x) }),
          (iteration) => settings.lr_sequence?.[iteration] ?? learningRate,
        );
        for (const [index, state] of states.entries()) expectClose(path[index]!.p!, state, tol.f32);
      });
    }
  });

  describe("Rosenbrock's valley from (−1.2, 1)", () => {
    for (const { id, params, input, expected, tol } of trajectories) {
      const yaml = yamlOf(params);
      if (typeof yaml === "string") {
        it.skip(`${id} (${yaml})`);
        continue;
      }
      it(id, () => {
        const { transform, learningRate } = parse(yaml);
        const path = descend(
          engine,
          transform,
          { p: input.x0 },
          input.steps,
          ({ p }) => {
            const [x, y] = [p![0]!, p![1]!];
            return { p: [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)] };
          },
          () => learningRate,
        );
        for (const [step, { x }] of Object.entries(expected))
          expectClose(path[Number(step) - 1]!.p!, x, tol.f32);
      });
    }
  });

  // f = x²/2 from 1 at the rate .1: closed forms, five updates
  it.each<[string, object, ReadonlyArray<number>]>([
    ["sgd", { sgd: { learning_rate: 0.1 } }, [0.9, 0.81, 0.729, 0.6561, 0.59049]],
    ["momentum .9", { momentum: { learning_rate: 0.1 } }, [0.9, 0.72, 0.486, 0.2268, -0.02916]],
    [
      "nesterov .9",
      { momentum: { learning_rate: 0.1, nesterov: true } },
      [0.81, 0.5751, 0.327321, 0.09388791, -0.10458168],
    ],
    ["adam", { adam: { learning_rate: 0.1 } }, [0.9, 0.80041223, 0.70158627, 0.60393906, 0.50796366]],
  ])("unit trajectory of %s", (_, yaml, expected) => {
    const { transform, learningRate } = parse(yaml);
    const path = descend(
      engine,
      transform,
      { x: [1] },
      5,
      (params) => params,
      () => learningRate,
    );
    expectClose(
      path.map(({ x }) => x![0]!),
      expected,
      1e-6,
    );
  });

  it("adam on the gradients 10, 10, −10, 1 at the rate 1e-3", () => {
    const { transform, learningRate } = parse({ adam: { learning_rate: 1e-3 } });
    const gradients = [10, 10, -10, 1];
    const path = descend(
      engine,
      transform,
      { x: [0] },
      4,
      (_, i) => ({ x: [gradients[i]!] }),
      () => learningRate,
    );
    expectClose(
      path.map(({ x }) => x![0]!),
      [-0.001, -0.002, -0.00226199, -0.00250977],
      2e-8,
    );
  });

  it("adam's first step is −η sign(g), whatever the gradient's size", () => {
    const { transform, learningRate } = parse({ adam: { learning_rate: 0.1 } });
    const gradients = { x: [1e-3, -1, 1e4, 0] };
    const [first] = descend(
      engine,
      transform,
      { x: [0, 0, 0, 0] },
      1,
      () => gradients,
      () => learningRate,
    );
    expectClose(first!.x!, [-0.1, 0.1, -0.1, 0], 2e-6);
  });

  it("adam's bias correction keeps its digits after many updates", () => {
    // a constant gradient gives the same step at every iteration
    const { transform } = parse({ adam: { learning_rate: 1 } });
    const path = descend(
      engine,
      transform,
      { x: [0] },
      200,
      () => ({ x: [0.5] }),
      () => 1,
    );
    const points = [0, ...path.map(({ x }) => x![0]!)];
    const steps = path.map((_, index) => points[index + 1]! - points[index]!);
    expectClose(
      steps,
      steps.map(() => -1),
      2e-5,
    );
  });
});
