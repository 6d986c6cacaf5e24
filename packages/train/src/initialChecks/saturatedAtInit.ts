import { found, notApplicable, passed } from "../Check.ts";
import { type InitialCheck, initializerRemedy, waiveOnly } from "../InitialCheck.ts";

const identity = { code: "INI007", name: "saturatedAtInit" };
const LIMIT = 0.5;

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/**
 * INI007: more than half of the activations of a tanh or sigmoid layer are beyond 97 % of their bounds, where the slope is
 * nearly 0 (N(0, 1) weights: 83 to 87 %; Xavier, He, LSUV: at most 6 %).
 */
export const saturatedAtInit: InitialCheck = {
  ...identity,
  config: waiveOnly("Do tanh and sigmoid layers start within their bounds?"),
  run(state) {
    const bounded = state.layers.flatMap(({ name, activation, saturatedShare }) =>
      saturatedShare === null ? [] : [{ name, activation, saturatedShare }],
    );
    if (bounded.length === 0) return notApplicable(identity, "no layer of tanh or sigmoid");
    const worst = bounded.reduce((most, each) => (each.saturatedShare > most.saturatedShare ? each : most));
    const evidence = `${percent(worst.saturatedShare)} of the ${worst.activation} activations of ${worst.name} are beyond 97 % of their bounds (limit ${percent(LIMIT)})`;
    const over = bounded.filter(({ saturatedShare }) => saturatedShare > LIMIT);
    if (over.length === 0) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: over.map(({ name }) => name).join(", "),
      evidence,
      reason: "At its bounds an activation has hardly a slope, so hardly a gradient passes.",
      remedies: [
        ...(state.standardInputs
          ? []
          : [
              {
                text: "Scale the inputs to mean 0 and standard deviation 1.",
                patch: { path: "data.normalize", value: "standard" },
              },
            ]),
        ...initializerRemedy("Use the scheme for tanh.", "xavier_normal", state),
        ...initializerRemedy("Scale each layer to unit variance on a batch.", "lsuv", state),
      ],
      source: "cs231n; measured on 8000 digits",
    });
  },
};
