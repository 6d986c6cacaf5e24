import { found, notApplicable, passed } from "../Check.ts";
import { collapseRemedies } from "../collapseRemedies.ts";
import { type InitialCheck, waiveOnly } from "../InitialCheck.ts";
import { signalEvidence } from "../signalEvidence.ts";
import { signalRatio } from "../signalRatio.ts";

const identity = { code: "INI003", name: "signalCollapse" };
const LIMIT = 0.05;

/**
 * INI003: the standard deviation of the last hidden activation is less than .05 of the first's. Measured on the signal,
 * since ratios of gradients are blind to a collapse that is the same in every layer. Here it warns; below .001 `train`
 * refuses to start where its optimizer does not rescale gradients (`collapsedStart`).
 */
export const signalCollapse: InitialCheck = {
  ...identity,
  config: waiveOnly("Does the signal reach the last hidden layer?"),
  run(state) {
    const signal = signalRatio(state.layers);
    if (signal === undefined)
      return notApplicable(identity, "fewer than two hidden layers tell of a finite signal");
    const evidence = signalEvidence(signal, LIMIT);
    if (signal.ratio >= LIMIT) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: `${signal.hidden[0]?.name} to ${signal.hidden.at(-1)?.name}`,
      evidence,
      reason: "Each layer shrinks the signal, and its gradient as much, so the first layers hardly learn.",
      remedies: collapseRemedies(signal.hidden, state),
      source: "measured by depth on 8000 digits; DeepChecker",
    });
  },
};
