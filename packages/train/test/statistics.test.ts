/** Statistics are carried from iteration to iteration, and never trained. */
import { chosen, openEngine, type ParamShapes, type Params } from "@attune/nn";
import { optimizers } from "@attune/optim";
import {
  add,
  dispose,
  mean,
  mul,
  type Scalar,
  scalar,
  sub,
  type Tensor,
  tensor,
  tensor1d,
  tensor2d,
} from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { trainingStep } from "../src/trainingStep.ts";

const fans = { fanIn: 1, fanOut: 1, activation: "linear" };
const shapes: ParamShapes = {
  weight: { shape: [1, 1], role: "weight", ...fans },
  average: { shape: [1], role: "statistic", ...fans },
};

/** Outputs x·w − the running mean of its inputs, kept with momentum ½. */
const model = {
  inputShape: [1],
  outputShape: [1],
  paramShapes: shapes,
  layers: [],
  binary: false,
  loss: (outputs: Tensor) => outputs,
  apply: (params: Params, inputs: Tensor, mode: { carry?: (name: string, value: Tensor) => void }) => {
    mode.carry?.("average", mul(add(params.average!, mean(inputs, 0)), 0.5));
    return sub(mul(inputs, params.weight!), params.average!);
  },
};

describe.each(["cpu", "wasm"])("a statistic on %s", (name) => {
  it("is carried, gets no update, and leaks nothing", async () => {
    const engine = await openEngine(name);
    const before = engine.tensors();
    const { row, config } = chosen(optimizers, { sgd: { learningRate: 0.1 } });
    const transform = row.transform(config as never);
    const batchLoss = (outputs: Tensor) => mean(outputs) as Scalar;
    const step = engine.compile(
      trainingStep({ model, batchLoss, penalty: () => undefined } as never, transform, shapes, {
        measure: true,
      }),
      "statistics",
    );
    let params: Params = { weight: tensor2d([[1]]), average: tensor1d([0]) };
    for (let at = 0; at < 5; at++) {
      const fed = {
        inputs: tensor2d([[2], [4]]),
        targets: tensor1d([0, 0], "int32"),
        learningRate: scalar(0.1),
        iteration: scalar(at),
        key: tensor([0, 0, 0, at], [4], "int32"),
      };
      const next = step({ params, state: {}, ...fed });
      dispose([params, fed, next.metrics]);
      params = next.params;
    }
    // a ← (a + 3)/2 from 0: 3 (1 − 2⁻⁵); w ← w − .1 · 3
    expect(params.average!.dataSync()[0]).toBeCloseTo(3 * (1 - 2 ** -5), 6);
    expect(params.weight!.dataSync()[0]).toBeCloseTo(1 - 5 * 0.3, 6);
    dispose(params);
    expect(engine.tensors()).toBe(before);
  });
});
