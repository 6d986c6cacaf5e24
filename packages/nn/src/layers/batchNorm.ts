import { add, mul, reshape, type Tensor } from "@tensorflow/tfjs-core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { normalize, batchNorm as normalizeBatch } from "../kernels/batchNorm.ts";
import type { Layer, LayerKind } from "../Layer.ts";

const config = Schema.Struct({
  momentum: Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThanOrEqualTo(1))
    .annotate({
      description:
        "Share of the running mean and variance that a batch replaces, above 0 to 1; 1 minus Keras's momentum.",
      default: 0.1,
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.1))),
  epsilon: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({ description: "Added to the variance, above 0.", default: 1e-5 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1e-5))),
}).annotate({
  description:
    "Brings each feature, or channel, to mean 0 and variance 1 over the batch, then scales and shifts it by what it learns.",
});

/**
 * Batch normalization, γ (x - μ) / √(σ² + ε) + β for each element of the last axis (Ioffe & Szegedy 2015). While
 * training μ and σ² are those of all that stands before the last axis, batch and positions alike; else the running
 * ones, r ← (1 - momentum) r + momentum · batch's, the variance by n - 1. As PyTorch's BatchNorm, but for a batch
 * of one number a feature, which PyTorch refuses: it gives β, and the variance counts as 0.
 *
 * γ `scale` starts at 1, β `shift` at what biases start at; running `mean` at 0, `variance` at 1.
 */
export const batchNorm: LayerKind<typeof config.Type, Layer> = {
  config,
  make(name, inputShape, { momentum, epsilon }) {
    const features = inputShape.at(-1)!;
    const fans = { fanIn: 1, fanOut: 1, activation: "linear" };
    const shape = [features];
    const [scale, shift, mean, variance] = ["scale", "shift", "mean", "variance"].map(
      (part) => `${name}.${part}`,
    ) as [string, string, string, string]; // as many as there are parts
    const running = (before: Tensor, batch: Tensor, factor: number): Tensor =>
      add(mul(before, 1 - momentum), mul(batch, momentum * factor));
    return {
      name,
      params: {
        [scale]: { shape, role: "scale", ...fans },
        [shift]: { shape, role: "bias", ...fans },
        [mean]: { shape, role: "statistic", ...fans },
        [variance]: { shape, role: "statistic", start: 1, ...fans },
      },
      outputShape: inputShape,
      apply: (params, input, { training, carry, observe }) => {
        const affine = [params[scale]!, params[shift]!] as const;
        const statistics = [params[mean]!, params[variance]!] as const;
        const rows = input.size / features;
        const lines = reshape(input, [rows, features]);
        const trained = training ? normalizeBatch(lines, ...affine, epsilon) : undefined;
        if (trained !== undefined && carry !== undefined) {
          carry(mean, running(statistics[0], trained[1], 1));
          carry(variance, running(statistics[1], trained[2], rows / Math.max(1, rows - 1)));
        }
        const lineOutput = trained?.[0] ?? normalize(lines, statistics, affine, epsilon);
        const output = reshape(lineOutput, input.shape);
        observe?.(name, "activation", output);
        return output;
      },
    };
  },
};
