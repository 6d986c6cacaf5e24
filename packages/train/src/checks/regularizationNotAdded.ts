import { type NamedValues, uploadTensors } from "@attune/nn";
import { add, dispose } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, type Wiring, waive } from "../Check.ts";
import type { Penalty } from "../Penalty.ts";
import { head } from "../slicePart.ts";
import { uploadSlice } from "../uploadSlice.ts";

const PROBE = 64;
const TOLERANCE = 1e-5;

const identity = { code: "SAN003", name: "regularizationNotAdded" };

/** A penalty under test: λ/degree · Σ |w|^degree. */
interface Term {
  readonly setting: "l1" | "l2";
  readonly formula: string;
  readonly degree: 1 | 2;
  readonly penalty: (strength: number) => Penalty;
}

const termsOf = ({ penalty, absolutePenalty }: Wiring): ReadonlyArray<Term> => [
  { setting: "l2", formula: "½λΣw²", degree: 2, penalty },
  { setting: "l1", formula: "λΣ|w|", degree: 1, penalty: absolutePenalty },
];

/** By weight tensor: Σ |w|^degree, in float64. */
const sizesOf = ({ weights, model }: Wiring, degree: number): ReadonlyArray<readonly [string, number]> =>
  Object.entries(weights).flatMap(([name, { data }]) =>
    model.paramShapes[name]?.role === "weight"
      ? [[name, Array.from(data).reduce((sum, value) => sum + Math.abs(value) ** degree, 0)]]
      : [],
  );

/** The objective at λ minus that at 0; and Σw·∂penalty/∂w, which is the increase times the degree. */
const measure = (
  { engine, model, batchLoss, train }: Wiring,
  { penalty }: Term,
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

/** Tensors whose gradient alone is not the term's, all others being 0. */
const wrongAlone = (
  wiring: Wiring,
  term: Term,
  sizes: ReadonlyArray<readonly [string, number]>,
  strength: number,
): ReadonlyArray<string> =>
  sizes.flatMap(([name, size]) => {
    const alone = Object.fromEntries(
      Object.entries(wiring.weights).map(([other, values]) =>
        other === name ? [other, values] : [other, { ...values, data: new Float32Array(values.data.length) }],
      ),
    );
    const { along } = measure(wiring, term, alone, strength);
    return size > 0 && Math.abs(along / (strength * size) - 1) > TOLERANCE ? [name] : [];
  });

interface Judged {
  readonly term: Term;
  readonly right: boolean;
  readonly evidence: string;
  readonly strength: number;
  readonly sizes: ReadonlyArray<readonly [string, number]>;
}

const judge = (wiring: Wiring, term: Term, expected: number): Judged => {
  const { degree, formula } = term;
  const sizes = sizesOf(wiring, degree);
  const strength = (degree * expected) / sizes.reduce((sum, [, size]) => sum + size, 0);
  const { increase, along } = measure(wiring, term, wiring.weights, strength);
  const [error, gradientError] = [increase / expected - 1, along / (degree * expected) - 1].map(Math.abs);
  const evidence = `${formula}: objective rose by ${increase.toPrecision(7)}, expected ${expected.toPrecision(7)} (relative error ${error?.toExponential(1)}, limit 1e-5); gradient along the weights off by ${gradientError?.toExponential(1)}; λ ${strength.toPrecision(3)}, ${sizes.length} weight tensors`;
  return { term, right: error! <= TOLERANCE && gradientError! <= TOLERANCE, evidence, strength, sizes };
};

/**
 * SAN003: at fixed weights L2 must raise the objective by just ½λΣw², and its gradient must be λw: Σw·gradient is then
 * λΣw². So L1 by λΣ|w|, Σw·gradient the same. Relative error at most 1e-5.
 *
 * float32 carries that only if the increase is not lost in the loss: λ is chosen so that the increase is as large as
 * the loss, or 1, and the sums are known in float64.
 */
export const regularizationNotAdded: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({
    description: "Does a penalty raise the loss by exactly its term?",
  }),
  run(wiring) {
    const terms = termsOf(wiring);
    const total = sizesOf(wiring, 2).reduce((sum, [, square]) => sum + square, 0);
    if (!(total > 0 && Number.isFinite(total)))
      return notApplicable(identity, `the sum of squared weights is ${total}`);
    const { loss } = measure(wiring, terms[0]!, wiring.weights, 0);
    if (!Number.isFinite(loss)) return notApplicable(identity, `the loss is ${loss}: see SAN001`);
    const judged = terms.map((term) => judge(wiring, term, Math.max(1, Math.abs(loss))));
    const evidence = judged.map((each) => each.evidence).join("; ");
    const wrong = judged.find(({ right }) => !right);
    if (wrong === undefined) return passed(identity, evidence);
    const { setting, formula } = wrong.term;
    const tensors = wrongAlone(wiring, wrong.term, wrong.sizes, wrong.strength);
    const names = tensors.length === 0 ? "none alone" : tensors.join(", ");
    return found(identity, {
      severity: "fail",
      where: names,
      evidence: `${evidence}; off: ${names}`,
      reason: `The penalty in the objective or in the gradient is not ${formula} over the weights.`,
      remedies: [
        { text: `Add ${formula} once, over every weight tensor and no bias.` },
        {
          text: "Train without it until it is mended.",
          patch: { path: `steps.train.with.${setting}`, value: 0 },
        },
      ],
      source: "cs231n; equality in float32",
    });
  },
};
