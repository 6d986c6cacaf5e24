import { permutation, type Slice, stream, uploadTensors } from "@attune/nn";
import { dispose } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, type Wiring, waive } from "../Check.ts";
import { digits } from "../digits.ts";
import { type Expected, expectedLoss } from "../expectedLoss.ts";
import { isStandard } from "../isStandard.ts";
import { head } from "../slicePart.ts";
import { uploadSlice } from "../uploadSlice.ts";

const PROBE = 2000;
const SHARE = 0.1;
const ERRORS = 4;
/** E − H(π) over H(π) from which outputs that are large before learning are a warning: He's weights give up to 1. */
const CONFIDENT = 1.5;
/** float32's share of the difference: without spread the limit would be 0. */
const ROUNDING = 1e-5;

const withShuffledTargets = (slice: Slice, seed: number): Slice => {
  const order = permutation(stream(seed, "sanity/lossAtInit"), slice.size);
  const { labels, values, targetWidth: width } = slice;
  return {
    ...slice,
    labels: labels?.map((_, row) => labels[order[row]!]!),
    values: values?.map((_, at) => values[order[Math.floor(at / width)]! * width + (at % width)]!),
  };
};

/**
 * Outputs and batch loss of the slice at the initial weights, as in training, without noise: the running statistics of
 * batch normalization, at their start, would normalize nothing.
 */
const measure = ({ engine, model, batchLoss, weights }: Wiring, slice: Slice) => {
  const given = { params: uploadTensors(weights), ...uploadSlice(slice) };
  const result = engine.compile(({ params, inputs, targets }: typeof given) => {
    const outputs = model.apply(params, inputs, { training: true });
    return { outputs, loss: batchLoss(outputs, targets) };
  })(given);
  const outputs = Float32Array.from(result.outputs.dataSync());
  const loss = result.loss.dataSync()[0] ?? Number.NaN;
  dispose([given, result]);
  return { outputs, loss };
};

const limitOf = ({ loss, chance, standardError }: Expected): number =>
  SHARE * chance + ERRORS * standardError + ROUNDING * (1 + Math.abs(loss));

const evidenceOf = (loss: number, expected: Expected, { model, classes }: Wiring): string =>
  [
    `loss ${digits(loss)}, expected ${digits(expected.loss)} ± ${digits(limitOf(expected))} (standard error ${digits(expected.standardError)})`,
    `chance ${digits(expected.chance)}, variance of the outputs ${digits(expected.outputVariance)}`,
    `output width ${model.outputShape[0]}${classes > 0 ? `, ${classes} classes` : ""}`,
  ].join("; ");

const identity = { code: "SAN001", name: "lossAtInit" };
const source = "cs231n; Recipe; label-free expectation measured on 2000 digits";
const where = "initial weights, up to 2000 training examples";

/**
 * SAN001: before learning, the loss must be what outputs that know nothing of the targets would have, E of
 * `expectedLoss`. It fails when |L₀ − E| > .1·H(π) + 4·SE: a loss that is not the stated one (a sum for a mean, a
 * wrong factor or sign, a penalty mixed in). It warns when E − H(π) > 1.5·H(π): confident before learning; above
 * .1, where He's and Xavier's weights mostly lie, it only tells. It cannot see labels in a wrong order.
 *
 * Random outputs are functions of the inputs, so on easy data they follow the classes by chance and L₀ leaves the
 * band although nothing is wrong (iris: 10 to 40 % of seeds). Hence a deviation counts only if it stays with the
 * targets in a random order.
 */
export const lossAtInit: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({ description: "Is the first loss what guessing would give?" }),
  run(wiring) {
    const probe = head(wiring.train, PROBE);
    const { outputs, loss } = measure(wiring, probe);
    const expected = expectedLoss(wiring.loss, outputs, probe);
    if (expected === undefined) {
      return notApplicable(identity, `no expectation is known for ${Object.keys(wiring.loss).join()}`);
    }
    const evidence = evidenceOf(loss, expected, wiring);
    const within = (value: number, of: Expected) => Math.abs(value - of.loss) <= limitOf(of); // false for NaN
    if (!within(loss, expected)) {
      const mixed = withShuffledTargets(probe, wiring.seed);
      const { loss: mixedLoss } = measure(wiring, mixed);
      const mixedExpected = expectedLoss(wiring.loss, outputs, mixed) ?? expected;
      const both = `${evidence}; with shuffled targets ${digits(mixedLoss)} ± ${digits(limitOf(mixedExpected))}`;
      if (within(mixedLoss, mixedExpected))
        return passed(identity, `${both}: the outputs follow the targets by chance`);
      return found(identity, {
        severity: "fail",
        where,
        evidence: both,
        reason: "The loss that is computed is not the one that is stated.",
        remedies: [
          { text: "Average the loss over the batch; do not sum it, and add no factor or penalty to it." },
          {
            text: "Hand the loss what it takes: logits without a softmax, and a negative log-likelihood with its sign.",
          },
          {
            text: "Use a known initializer.",
            patch: { path: "steps.init.with.weights", value: "he_normal" },
          },
        ],
        source,
      });
    }
    if (expected.loss - expected.chance <= SHARE * expected.chance) return passed(identity, evidence);
    return found(identity, {
      severity: expected.loss - expected.chance > CONFIDENT * expected.chance ? "warn" : "info",
      where,
      evidence,
      reason: "The outputs are large before anything was learned, so the first updates only undo them.",
      remedies: [
        {
          text: "Draw the last layer's weights smaller.",
          patch: { path: "steps.init.with.head", value: "small" },
        },
        ...(isStandard(wiring.train)
          ? []
          : [{ text: "Scale the inputs.", patch: { path: "data.normalize", value: "standard" } }]),
        ...(wiring.classes > 0 ? [] : [{ text: "Scale the targets to mean 0 and standard deviation 1." }]),
      ],
      source,
    });
  },
};
