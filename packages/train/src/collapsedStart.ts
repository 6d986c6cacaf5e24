import type { Finding, StepInput } from "@attune/core";
import * as Option from "effect/Option";
import * as Schema from "effect/Schema";
import { collapseRemedies } from "./collapseRemedies.ts";
import { signalCollapse } from "./initialChecks/signalCollapse.ts";
import { signalEvidence } from "./signalEvidence.ts";
import { signalRatio } from "./signalRatio.ts";

/** Optimizers whose updates are as small as the gradients: others rescale them, and learn all the same. */
const NOT_RESCALING = ["sgd", "momentum", "nesterov"];
const LIMIT = 1e-3;

const Figure = Schema.NullOr(Schema.Finite);

/** What the step `init` keeps, as far as it plays a part here. */
const Start = Schema.Struct({
  layers: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      activation: Schema.String,
      weightStd: Figure,
      activationMean: Figure,
      activationStd: Figure,
      preactivationStd: Figure,
      gradientStd: Figure,
      gradientNorm: Figure,
      zeroShare: Figure,
      deadShare: Figure,
      saturatedShare: Figure,
    }),
  ),
  weights: Schema.String,
  waived: Schema.Array(Schema.String),
});

const decode = Schema.decodeUnknownOption(Start);

/**
 * INI003 as a failure: from the first hidden layer to the last, the signal fades to less than .001, and the optimizer does
 * not rescale gradients. `init` has measured it, without knowing the optimizer; `train` says it before its first
 * iteration. Undefined where that does not hold, the weights come from another step, or the check is waived.
 */
export const collapsedStart = (detail: StepInput["detail"], optimizer: string): Finding | undefined => {
  const start = Option.getOrUndefined(decode(detail));
  if (start === undefined || start.waived.includes("signal_collapse")) return undefined;
  const signal = signalRatio(start.layers);
  if (signal === undefined || signal.ratio >= LIMIT || !NOT_RESCALING.includes(optimizer)) return undefined;
  return {
    code: signalCollapse.code,
    name: signalCollapse.name,
    severity: "fail",
    where: `${signal.hidden[0]?.name} to ${signal.hidden.at(-1)?.name}`,
    evidence: signalEvidence(signal, LIMIT),
    reason: `Each layer shrinks the signal, and its gradient as much; ${optimizer} does not rescale gradients, so nothing is learned.`,
    remedies: [
      ...collapseRemedies(signal.hidden, start),
      { text: "Use an optimizer that rescales gradients, as adam." },
    ],
    source: "measured by depth on 8000 digits",
  };
};
