import type { NamedValues } from "@attune/nn";
import * as Schema from "effect/Schema";
import { type Check, found, passed, type Wiring, waive } from "../Check.ts";
import { digits } from "../digits.ts";
import { drawnWeights } from "../drawnWeights.ts";
import { headParams } from "../headParams.ts";
import { type Misfit, misfit } from "../outputMisfit.ts";
import { type OutputRange, outputRange } from "../outputRange.ts";
import { outputsOf } from "../outputsOf.ts";
import { head } from "../slicePart.ts";
import { startRemedies } from "../startRemedies.ts";

const identity = { code: "SAN010", name: "outputInvalid" };

const PROBE = 128;
/** How far the last layer is driven: outputs with no bound then leave every range. */
const FACTOR = 1e4;

/** The last layer's weights and bias times `factor`. */
const scaledHead = ({ model, weights }: Wiring, factor: number): NamedValues => {
  const { weight, bias } = headParams(model);
  return Object.fromEntries(
    Object.entries(weights).map(([name, values]) => [
      name,
      name === weight || name === bias
        ? { ...values, data: values.data.map((value) => value * factor) }
        : values,
    ]),
  );
};

/** The network at five places, two of which drive the last layer far up and far down. */
const tries = (wiring: Wiring): ReadonlyArray<NamedValues> => {
  const other = (purpose: string) =>
    drawnWeights(wiring.model, wiring.weights, wiring.seed, `sanity/outputInvalid/${purpose}`);
  const driven = [FACTOR, -FACTOR].map((factor) => scaledHead(wiring, factor));
  return [wiring.weights, ...driven, other("0"), other("1")];
};

const rangeText = ({ min, max, leastSum, mostSum }: OutputRange): string =>
  `outputs ${digits(min)} to ${digits(max)}, sums by example ${digits(leastSum)} to ${digits(mostSum)}`;

const finding = (wiring: Wiring, { severity, what, reason, constant = false }: Misfit, evidence: string) =>
  found(identity, {
    severity,
    where: `outputs, before ${Object.keys(wiring.loss).join()}`,
    evidence: `${what}; ${evidence}`,
    reason,
    remedies: [
      ...(constant ? startRemedies(wiring) : []),
      ...(constant
        ? [{ text: "Look for units that are dead for every example, and inputs that are cut off." }]
        : []),
      {
        text: "Leave the last layer linear: cross_entropy and binary_cross_entropy take logits, and values have no bound.",
      },
      ...(wiring.train.values ? [{ text: "Or scale the targets into what the activation can give." }] : []),
    ],
    source: "DeepChecker; AutoTrainer",
  });

/**
 * SAN010: outputs must be such as the loss takes. Logits that all lie in 0 to 1 and sum to 1 were through a softmax
 * already; logits that are never below 0, or never beyond −1 to 1, through another activation; values to predict must
 * lie where outputs can go. That outputs are bounded is told from five tries: the first weights, the last layer times
 * 10,000 and −10,000 (which no linear layer survives), and other weights, twice. A try whose
 * outputs overflow, as those of a plain softmax do, tells nothing.
 */
export const outputInvalid: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({
    description: "Are the outputs such as the loss takes, and able to reach the targets?",
  }),
  run(wiring) {
    const probe = head(wiring.train, PROBE);
    const width = wiring.model.outputShape[0]!;
    const ranges = tries(wiring).map((weights) => outputRange(outputsOf(wiring, weights, probe), width));
    const finite = ranges.filter(({ min, max }) => Number.isFinite(min) && Number.isFinite(max));
    const all = (finite.length > 0 ? finite : ranges).reduce((a, b) => ({
      min: Math.min(a.min, b.min),
      max: Math.max(a.max, b.max),
      leastSum: Math.min(a.leastSum, b.leastSum),
      mostSum: Math.max(a.mostSum, b.mostSum),
      constant: a.constant && b.constant,
    }));
    const evidence = `${rangeText(all)} over ${finite.length} tries on ${probe.size} examples; ${width} outputs${wiring.classes > 0 ? `, ${wiring.classes} classes` : ""}`;
    const wrong = misfit(wiring, ranges[0]!, all);
    return wrong === undefined ? passed(identity, evidence) : finding(wiring, wrong, evidence);
  },
};
