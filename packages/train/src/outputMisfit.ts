import type { Wiring } from "./Check.ts";
import { digits } from "./digits.ts";
import type { OutputRange } from "./outputRange.ts";

/** What of the outputs does not fit the loss. */
export interface Misfit {
  readonly severity: "fail" | "warn";
  /** With its number. */
  readonly what: string;
  readonly reason: string;
  /** Whether nothing comes through, which no last layer mends. */
  readonly constant?: boolean;
}

const SUM = 0.05;
/** Share of the targets out of reach up to which the check only warns. */
const FEW = 0.05;
/** Bounds that rounding may cross. */
const EDGE = 1e-6;

const within = ({ min, max }: OutputRange, least: number, most: number): boolean =>
  min >= least - EDGE && max <= most + EDGE;

const isSoftmax = (range: OutputRange): boolean =>
  within(range, 0, 1) && range.leastSum >= 1 - SUM && range.mostSum <= 1 + SUM;

/** Logits must be able to go both ways, and far. */
const ofLogits = ({ model, loss }: Wiring, range: OutputRange): Misfit | undefined => {
  const hinge = loss.hinge !== undefined;
  const reason = "The loss turns outputs into probabilities itself; squeezed before, they can never be sure.";
  if (model.outputShape[0]! > 1 && isSoftmax(range)) {
    return {
      severity: "fail",
      what: "the outputs lie in 0 to 1 and sum to 1: a softmax before the loss",
      reason,
    };
  }
  if (within(range, 0, 1))
    return {
      severity: hinge ? "warn" : "fail",
      what: "the outputs never leave 0 to 1: a sigmoid before the loss",
      reason,
    };
  if (within(range, -1, 1))
    return { severity: "warn", what: "the outputs never leave −1 to 1: a tanh before the loss", reason };
  if (range.min >= 0) {
    return {
      severity: hinge ? "warn" : "fail",
      what: "the outputs are never below 0: a relu before the loss",
      reason: "Outputs that cannot fall below 0 cannot tell a class off, and die where they are 0.",
    };
  }
  return undefined;
};

/** Values must lie where outputs can go. */
const ofValues = ({ train }: Wiring, range: OutputRange): Misfit | undefined => {
  const values = train.values ?? new Float32Array();
  const bounds = within(range, 0, 1)
    ? [0, 1]
    : within(range, -1, 1)
      ? [-1, 1]
      : range.min >= -EDGE
        ? [0, Number.POSITIVE_INFINITY]
        : undefined;
  if (bounds === undefined) return undefined;
  const [least = 0, most = 0] = bounds;
  const outside = values.filter((value) => value < least - EDGE || value > most + EDGE);
  if (outside.length === 0) return undefined;
  const extremes = [outside.reduce((a, b) => Math.min(a, b)), outside.reduce((a, b) => Math.max(a, b))];
  return {
    severity: outside.length > FEW * values.length ? "fail" : "warn",
    what: `${outside.length} of ${values.length} targets (${digits(extremes[0]!)} to ${digits(extremes[1]!)}) lie outside ${least} to ${most === Number.POSITIVE_INFINITY ? "∞" : most}, where alone the outputs go`,
    reason: "The last activation bounds the outputs to less than the targets need.",
  };
};

/** `first` at the first weights, `range` over all tries. */
export const misfit = (wiring: Wiring, first: OutputRange, range: OutputRange): Misfit | undefined => {
  const { model, classes, train } = wiring;
  const width = model.outputShape[0]!;
  if (!(Number.isFinite(first.min) && Number.isFinite(first.max))) {
    const reason = "A number that is not finite makes every weight so in one update.";
    return { severity: "fail", what: "outputs at the first weights are not finite", reason };
  }
  if (classes > 0 && !model.binary && width < classes) {
    const reason = "A class without an output of its own cannot be named.";
    return { severity: "fail", what: `${width} outputs for ${classes} classes`, reason };
  }
  if (range.constant && train.size > 1) {
    const reason = "The outputs are the same for every example, whatever the weights: nothing comes through.";
    return { severity: "fail", what: "the outputs are constant in every try", reason, constant: true };
  }
  return train.labels || model.binary ? ofLogits(wiring, range) : ofValues(wiring, range);
};
