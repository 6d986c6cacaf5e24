import type { Remedy } from "@attune/core";
import { found, notApplicable, passed, type Verdict } from "../Check.ts";
import { collapseRemedies } from "../collapseRemedies.ts";
import { digits } from "../digits.ts";
import { type InitialCheck, waiveOnly } from "../InitialCheck.ts";
import type { InitialState } from "../InitialState.ts";
import { signalEvidence } from "../signalEvidence.ts";
import { signalRatio } from "../signalRatio.ts";

const identity = { code: "INI004", name: "signalExplosion" };
const WARN = 10;
const FAIL = 1000;
/** Times ln K. */
const LOSS = 10;

const remediesOf = (state: InitialState): ReadonlyArray<Remedy> => {
  const scale: ReadonlyArray<Remedy> = state.standardInputs
    ? []
    : [
        {
          text: "Scale the inputs to mean 0 and standard deviation 1.",
          patch: { path: "data.normalize", value: "standard" },
        },
      ];
  return [...scale, ...collapseRemedies(state.layers, state)];
};

const explosion = (
  state: InitialState,
  severity: "fail" | "warn",
  where: string,
  evidence: string,
): Verdict =>
  found(identity, {
    severity,
    where,
    evidence,
    reason: "Each layer enlarges the signal, or the inputs are too large: the first updates are thrown far.",
    remedies: remediesOf(state),
    source: "measured on 8000 digits; DeepChecker",
  });

/**
 * INI004: an activation or the loss is not finite, the last hidden activation's standard deviation is more than 1000 times
 * the first's, or the loss of classes exceeds 10 ln K: fails. A ratio above 10 warns.
 */
export const signalExplosion: InitialCheck = {
  ...identity,
  config: waiveOnly("Does the signal stay in bounds?"),
  run(state) {
    if (state.finiteInputs === false)
      return notApplicable(identity, "the inputs are not finite: DAT005 says where");
    const broken = state.layers.find(({ activationStd }) => activationStd === null);
    if (broken !== undefined)
      return explosion(state, "fail", broken.name, `activations of ${broken.name} are not finite`);
    if (state.loss === null) return explosion(state, "fail", "outputs", "the loss is not finite");
    const limit = LOSS * Math.log(state.classes);
    const loss = `loss ${digits(state.loss)}`;
    if (state.classes > 1 && state.loss > limit) {
      const evidence = `${loss} (limit ${digits(limit)}, ${LOSS} times that of guessing)`;
      return explosion(state, "fail", "outputs", evidence);
    }
    const signal = signalRatio(state.layers);
    if (signal === undefined) return passed(identity, `${loss}; fewer than two hidden layers`);
    const { ratio, hidden } = signal;
    const evidence = `${signalEvidence(signal, ratio > FAIL ? FAIL : WARN)}; ${loss}`;
    if (ratio <= WARN) return passed(identity, evidence);
    const where = `${hidden[0]?.name} to ${hidden.at(-1)?.name}`;
    return explosion(state, ratio > FAIL ? "fail" : "warn", where, evidence);
  },
};
