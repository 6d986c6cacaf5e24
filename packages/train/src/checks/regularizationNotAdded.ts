import { type NamedValues, uploadTensors } from "@attune/nn";
import { add, dispose } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, type Wiring, waive } from "../Check.ts";
import { head } from "../slicePart.ts";
import { uploadSlice } from "../uploadSlice.ts";

const PROBE = 64;
const TOLERANCE = 1e-5;

const identity = { code: "SAN003", name: "regularizationNotAdded" };

const sumOfSquares = (data: Float32Array | Int32Array): number =>
  Array.from(data).reduce((sum, value) => sum + value ** 2, 0);

/** By weight tensor: Σw², in float64. */
const squaresOf = ({ weights, model }: Wiring): ReadonlyArray<readonly [string, number]> =>
  Object.entries(weights).flatMap(([name, { data }]) =>
    model.paramShapes[name]?.role === "weight" ? [[name, sumOfSquares(data)]] : [],
  );

/** The objective at λ minus that at 0; and Σw·∂penalty/∂w, which is twice the increase for a square. */
const measure = (
  { engine, model, batchLoss, penalty, train }: Wiring,
  weights: NamedValues,
  strength: number,
) => {
  const given = { params: uploadTensors(weights), ...uploadSlice(head(train, PROBE)) };
  const at = (lambda: number) =>
    engine.compile(({ params, inputs, targets }: typeof given) => {
      const loss = batchLoss(model.apply(params, inputs, { training: false }), targets);
      const { value, gradients } = penalty(lambda);
      return { objective: add(loss, value(params)), gradients: gradients(params) };
    })(given);
  const [without, with_] = [at(0), at(strength)];
  const increase = (with_.objective.dataSync()[0] ?? Number.NaN) - (without.objective.dataSync()[0] ?? 0);
  const along = Object.entries(with_.gradients).reduce((sum, [name, gradient]) => {
    const { data } = weights[name]!;
    return gradient.dataSync<"float32">().reduce((inner, value, i) => inner + value * data[i]!, sum);
  }, 0);
  const loss = without.objective.dataSync()[0] ?? Number.NaN;
  dispose([given, without, with_]);
  return { increase, along, loss };
};

/**
 * SAN003: at fixed weights ½λΣw² must raise the objective by just that, and its gradient must be λw: Σw·gradient is
 * then λΣw². Relative error at most 1e-5.
 *
 * float32 carries that only if the increase is not lost in the loss: λ is chosen so that the increase is as large as
 * the loss, or 1, and Σw² is known in float64.
 */
export const regularizationNotAdded: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({
    description: "Does a penalty raise the loss by exactly its term?",
  }),
  run(wiring) {
    const squares = squaresOf(wiring);
    const total = squares.reduce((sum, [, square]) => sum + square, 0);
    if (!(total > 0 && Number.isFinite(total)))
      return notApplicable(identity, `the sum of squared weights is ${total}`);
    const { loss } = measure(wiring, wiring.weights, 0);
    if (!Number.isFinite(loss)) return notApplicable(identity, `the loss is ${loss}: see SAN001`);
    const expected = Math.max(1, Math.abs(loss));
    const strength = (2 * expected) / total;
    const { increase, along } = measure(wiring, wiring.weights, strength);
    const [error, gradientError] = [increase / expected - 1, along / (2 * expected) - 1].map(Math.abs);
    const evidence = `objective rose by ${increase.toPrecision(7)}, expected ${expected.toPrecision(7)} (relative error ${error?.toExponential(1)}, limit 1e-5); gradient along the weights off by ${gradientError?.toExponential(1)}; λ ${strength.toPrecision(3)}, ${squares.length} weight tensors`;
    if (error! <= TOLERANCE && gradientError! <= TOLERANCE) return passed(identity, evidence);
    const wrong = squares.filter(([name, square]) => {
      const alone = Object.fromEntries(
        Object.entries(wiring.weights).map(([other, values]) =>
          other === name
            ? [other, values]
            : [other, { ...values, data: new Float32Array(values.data.length) }],
        ),
      );
      return (
        square > 0 && Math.abs(measure(wiring, alone, strength).along / (strength * square) - 1) > TOLERANCE
      );
    });
    const names = wrong.length === 0 ? "none alone" : wrong.map(([name]) => name).join(", ");
    return found(identity, {
      severity: "fail",
      where: names,
      evidence: `${evidence}; off: ${names}`,
      reason: "The penalty in the objective or in the gradient is not ½λΣw² over the weights.",
      remedies: [
        { text: "Add ½λΣw² once, over every weight tensor and no bias." },
        { text: "Train without it until it is mended.", patch: { path: "steps.train.with.l2", value: 0 } },
      ],
      source: "cs231n; equality in float32",
    });
  },
};
