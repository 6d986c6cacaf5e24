import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { divideRate, initialWeights, scaleInputs } from "../readings/remedies.ts";

const LIMIT = 0.5;

const identity = { code: "ACT002", name: "saturatedUnits" };

/** ACT002: more than half the units of a tanh or sigmoid layer are saturated: ρ > .85 over 50 bins (DeepChecker). */
export const saturatedUnits: Diagnosis = {
  ...identity,
  diagnose(history) {
    const { snapshots } = history;
    const layers = Object.entries(snapshots.at(-1)?.layers ?? {}).flatMap(
      ([name, { saturatedShare: share }]) =>
        share === null ? [] : [{ name, share, before: snapshots[0]?.layers[name]?.saturatedShare ?? 0 }],
    );
    if (layers.length === 0) return notApplicable(identity, "no activation of the network has two bounds");
    const show = ({ name, share, before }: (typeof layers)[number]) =>
      `saturated units ${digits(before)} → ${digits(share)} (limit ${LIMIT}) in ${name}`;
    const saturated = layers.filter(({ share }) => share > LIMIT);
    if (saturated.length === 0) return passed(identity, layers.map(show).join("; "));
    const atInit = saturated.some(({ before }) => before > LIMIT);
    return found(identity, {
      severity: "warn",
      where: saturated.map(({ name }) => name).join(", "),
      evidence: saturated.map(show).join("; "),
      reason: "Units at a bound have almost no slope, so almost no gradient passes them.",
      remedies: [
        ...scaleInputs(history),
        ...(atInit ? [initialWeights] : [divideRate(history, 3), initialWeights]),
        { text: "Use an activation that does not saturate: relu." },
        { text: "Normalise before the activation." },
      ],
      source: "DeepChecker",
    });
  },
};
