import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { lastLoss, lossCurve } from "../readings/lossCurve.ts";
import { initialWeights, scaleInputs } from "../readings/remedies.ts";
import { startingLoss } from "../readings/startingLoss.ts";
import { vanishing } from "../readings/vanishing.ts";

/** Of the starting loss: below it gradients are small because there is nothing left to learn. */
const LEARNED = 0.05;

const identity = { code: "GRD001", name: "vanishingGradients" };

/**
 * GRD001: some weight tensor's mean |g| is below 1e-7 (SageMaker Debugger); or the median tensor's is below 1e-6 while
 * the signal's spread at the start falls below a twentieth from the first hidden layer to the last; or the first
 * tensor's ‖g‖ is below 1e-4 and a thousandth of the last's (AutoTrainer). Where the loss has not fallen by 5 % the
 * limits are wider: 1e-5 for the median; a fiftieth, with a mean |g| below 1e-4, for the first tensor. Not once the
 * loss is below 5 % of where it started: there gradients are small because all is learned.
 */
export const vanishingGradients: Diagnosis = {
  ...identity,
  diagnose(history) {
    const read = vanishing(history);
    if (read === undefined) return notApplicable(identity, "no epoch was finished, or no weight was watched");
    const level = lastLoss(lossCurve(history));
    if (level < LEARNED * startingLoss(history)) {
      return notApplicable(
        identity,
        `the loss ${digits(level)} is learned: its gradients are small for that`,
      );
    }
    const { vanished, where, evidence } = read;
    if (!vanished) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where,
      evidence,
      reason: "The gradient is lost on its way down through the layers, so the lower ones do not learn.",
      remedies: [
        initialWeights,
        ...scaleInputs(history),
        { text: "Normalise between the layers." },
        { text: "Use an activation that does not saturate: relu." },
        { text: "Add residual connections." },
      ],
      source: "SageMaker Debugger; AutoTrainer; measured on 8000 digits",
    });
  },
};
