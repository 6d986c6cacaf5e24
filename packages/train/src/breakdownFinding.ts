/** Findings that end a training: NUM001 nonFinite and LOS003 divergedLoss. */
import type { Finding, Remedy } from "@attune/core";
import { digits } from "./digits.ts";
import type { Breakdown } from "./Trainer.ts";

/** What a finding says of the training that broke down. */
export interface BreakdownSettings {
  /** Name of the optimizer, and its own rate, before the schedule. */
  readonly optimizer: string;
  readonly baseRate: number;
  /** Whether the inputs have a mean near 0 and a standard deviation near 1. */
  readonly standardInputs: boolean;
}

/** Iterations within which a training breaks down whose rate is too high by orders. */
const AT_ONCE = 20;

/** What to divide the rate by: the sooner it broke down, the more (measured: plain gradient descent at 10). */
const divisorOf = ({ iteration, epoch }: Breakdown): number =>
  iteration <= AT_ONCE ? 100 : epoch === 1 ? 10 : 3;

const rateTo = (value: number, { optimizer, baseRate }: BreakdownSettings): Remedy => ({
  text: `Lower the learning rate from ${digits(baseRate)} to ${digits(value)}.`,
  patch: { path: `steps.train.with.optimizer.${optimizer}.learning_rate`, value },
});

const remediesOf = (breakdown: Breakdown, settings: BreakdownSettings): ReadonlyArray<Remedy> => [
  rateTo(Number((settings.baseRate / divisorOf(breakdown)).toPrecision(3)), settings),
  ...(settings.standardInputs
    ? []
    : [
        {
          text: "Scale the inputs to mean 0 and standard deviation 1.",
          patch: { path: "data.normalize", value: "standard" },
        },
      ]),
];

export const breakdownFinding = (breakdown: Breakdown, settings: BreakdownSettings): Finding => {
  const { kind, epoch, iteration, learningRate, losses, evidence } = breakdown;
  const before = `learning rate ${digits(learningRate)}, losses up to it ${losses.map(digits).join(", ")}`;
  const at = `iteration ${iteration}, epoch ${epoch}`;
  const remedies = remediesOf(breakdown, settings);
  if (kind === "diverged") {
    return {
      code: "LOS003",
      name: "divergedLoss",
      severity: "fail",
      where: at,
      evidence: `${evidence}; ${before}`,
      reason: "The updates are too long: each overshoots further than the last, and the loss grows.",
      remedies,
      source: "AutoTrainer; DeepChecker; measured on 8000 digits",
    };
  }
  const told =
    kind === "nonFiniteRow"
      ? `${evidence} at the end of epoch ${epoch}, after ${iteration} iterations with finite losses, mean of the epoch ${losses.map(digits).join(", ")}; learning rate ${digits(learningRate)}`
      : `loss ${digits(losses.at(-1) ?? Number.NaN)} in ${at}; first tensor that is not finite: ${evidence}; ${before}`;
  return {
    code: "NUM001",
    name: "nonFinite",
    severity: "fail",
    where: `${evidence}, ${at}`,
    evidence: told,
    reason: "A number left the range of float32, mostly because the updates are too long.",
    remedies:
      evidence === "inputs"
        ? [{ text: "Remove or fill the values of the data that are not finite." }]
        : remedies,
    source: "DeepChecker; SageMaker Debugger",
  };
};
