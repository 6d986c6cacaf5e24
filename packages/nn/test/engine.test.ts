import * as tf from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { beforeAll, describe, expect, it } from "vitest";
import * as nn from "../src/index.ts";

const config = Schema.decodeUnknownSync(nn.ModelConfig)({
  layers: [{ dense: { units: 8, activation: "relu" } }, { dropout: { rate: 0.3 } }, { dense: { units: 3 } }],
  loss: "cross_entropy",
});

describe.each(["wasm", "cpu"])("%s", (name) => {
  let engine: nn.Engine;
  beforeAll(async () => {
    engine = await nn.openEngine(name);
  });

  /** Plain gradient descent on one batch, as a pure step. */
  const descend = (iterations: number): { losses: number[]; leaked: number } => {
    const result = nn.buildModel(config, [4]);
    if ("problem" in result) throw new Error(result.problem.message);
    const { model } = result;
    const names = Object.keys(model.paramShapes);
    const inputs = tf.tensor2d(nn.normals(nn.stream(1, "inputs"), 48), [12, 4]);
    const targets = tf.tensor1d(
      Int32Array.from({ length: 12 }, (_, index) => index % 3),
      "int32",
    );
    const step = engine.compile(
      (given: { params: nn.Params; inputs: tf.Tensor; targets: tf.Tensor; key: tf.Tensor }) => {
        const loss = (...values: tf.Tensor[]) => {
          const params = Object.fromEntries(names.map((param, index) => [param, values[index]!]));
          const outputs = model.apply(params, given.inputs, { training: true, key: given.key });
          return tf.mean(model.loss(outputs, given.targets));
        };
        const { value, grads } = tf.valueAndGrads(loss)(names.map((param) => given.params[param]!));
        const moved = names.map(
          (param, index) => [param, tf.sub(given.params[param]!, tf.mul(grads[index]!, 0.5))] as const,
        );
        return { loss: value as tf.Tensor, params: Object.fromEntries(moved) };
      },
    );
    let params = nn.uploadTensors(
      Object.fromEntries(
        Object.entries(model.paramShapes).map(([param, { shape }]) => {
          const size = shape.reduce((product, length) => product * length, 1);
          return [param, { shape, data: nn.normals(nn.stream(1, param), size) }];
        }),
      ),
    );
    const before = engine.tensors();
    const losses: number[] = [];
    for (let iteration = 0; iteration < iterations; iteration++) {
      const key = tf.tensor1d(nn.noiseKey(nn.stream(1, "train/dropout"), 0, iteration), "int32");
      const after = step({ params, inputs, targets, key });
      losses.push(after.loss.dataSync()[0]!);
      tf.dispose([params, after.loss, key]);
      params = after.params;
    }
    const leaked = engine.tensors() - before;
    tf.dispose([params, inputs, targets]);
    return { losses, leaked };
  };

  it("trains, leaks no tensor over 50 iterations, and does it again bit for bit", () => {
    const first = descend(50);
    expect(first.leaked).toBe(0);
    expect(first.losses.at(-1)).toBeLessThan(0.7 * first.losses[0]!);
    expect(descend(50).losses).toEqual(first.losses);
  });

  it("never returns an input or the same tensor twice", () => {
    const x = tf.tensor1d([1, 2]);
    const outputs = engine.compile(({ x: same }: { x: tf.Tensor }) => {
      const doubled = tf.add(same, same);
      return { same, nested: { doubled, again: doubled } };
    })({ x });
    x.dispose();
    outputs.nested.doubled.dispose();
    expect([...outputs.same.dataSync()]).toEqual([1, 2]);
    expect([...outputs.nested.again.dataSync()]).toEqual([2, 4]);
    tf.dispose([outputs.same, outputs.nested.again]);
  });

  it("gives back what was uploaded", () => {
    const values = {
      a: { shape: [2, 1], data: Float32Array.of(1.5, -2) },
      b: { shape: [1], data: Int32Array.of(7) },
    };
    const tensors = nn.uploadTensors(values);
    expect(nn.downloadTensors(tensors)).toEqual(values);
    tf.dispose(Object.values(tensors));
  });
});

it("an unknown engine is named with those there are", async () => {
  await expect(nn.openEngine("cuda")).rejects.toThrow(
    "expected an engine among wasm, tensorflow, webgpu, cpu, received cuda",
  );
});
