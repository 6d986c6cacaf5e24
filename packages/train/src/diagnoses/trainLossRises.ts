import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { lossCurve, scaleOf, spanOf } from "../readings/lossCurve.ts";
import { divideRate } from "../readings/remedies.ts";
import { scheduleFactors } from "../readings/schedulePhase.ts";
import { slope } from "../readings/slope.ts";

/** Of the run, at least 4 points. */
const LATE = 0.25;
const LEAST = 4;
/** Standard errors of the line's rise, and parts of the starting loss. */
const ERRORS = 3;
const MATTERS = 0.05;

const identity = { code: "LOS004", name: "trainLossRises" };

/**
 * LOS004: the line through the training loss of the last quarter rises, by more than 3 standard errors and by more
 * than 5 % of the starting loss, at a rate that does not rise. Mostly a bug (Google tuning playbook).
 */
export const trainLossRises: Diagnosis = {
  ...identity,
  diagnose(history) {
    const curve = lossCurve(history);
    const count = Math.max(LEAST, Math.round(curve.points.length * LATE));
    if (curve.points.length < 2 * LEAST) {
      return notApplicable(
        identity,
        `${curve.points.length} ${curve.unit} of losses: ${2 * LEAST} show a rise`,
      );
    }
    const epochs = history.rows.length;
    const factorAt = scheduleFactors(history);
    const rateRises = factorAt(epochs) > 1.01 * factorAt(Math.ceil(epochs * (1 - LATE)));
    if (rateRises) return notApplicable(identity, "the learning rate rises too");
    const points = curve.points.slice(-count);
    const { rise, error } = slope(points.map(({ loss }) => loss));
    const limit = Math.max(ERRORS * error, MATTERS * scaleOf(history));
    const evidence = `rise of the training loss ${digits(rise)} ± ${digits(error)} (limit ${digits(limit)}) over the last ${count} ${curve.unit}, rate ${digits(history.rows.at(-1)?.scalars.learning_rate ?? 0)}, ${spanOf(points)}`;
    if (rise <= limit) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: spanOf(points),
      evidence,
      reason:
        "Training makes worse what it is to make better: mostly a bug, a flipped sign or wrong gradients.",
      remedies: [
        { text: "Run the sanity checks; look for a bug in loss and update." },
        divideRate(history, 3),
      ],
      source: "Google tuning playbook",
    });
  },
};
