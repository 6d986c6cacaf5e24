import { found, notApplicable, passed } from "../Check.ts";
import { digits } from "../digits.ts";
import { type InitialCheck, initializerRemedy, waiveOnly } from "../InitialCheck.ts";
import type { TensorStatistics } from "../InitialState.ts";

/** Tensors told of one by one. */
const SHOWN = 3;

const evidenceOf = (tensors: ReadonlyArray<TensorStatistics>): string => {
  const each = tensors
    .slice(0, SHOWN)
    .map(
      ({ name, alike, units, variance }) =>
        `in ${name} ${alike} of ${units} units have a twin, variance of the weights ${digits(variance)}`,
    );
  return [...each, ...(tensors.length > SHOWN ? [`and ${tensors.length - SHOWN} more`] : [])].join("; ");
};

const identity = { code: "INI001", name: "symmetricWeights" };

/**
 * INI001: every unit of a tensor has a twin of the same weights and the same gradient. No update can part them, so the
 * layer stays as good as one unit. Weights that are all equal while their gradients differ pass: those of an output
 * layer that starts at 0, or of a residual branch that is silent on purpose.
 */
export const symmetricWeights: InitialCheck = {
  ...identity,
  config: waiveOnly("Do the units of a layer differ?"),
  run(state) {
    const wide = state.tensors.filter(({ units }) => units > 1);
    if (wide.length === 0) return notApplicable(identity, "no layer has more than one unit");
    const symmetric = wide.filter(({ alike, units }) => alike === units);
    if (symmetric.length === 0) {
      const most = Math.max(...wide.map(({ alike, units }) => alike / units));
      return passed(
        identity,
        `at most ${Math.round(100 * most)} % of a layer's units have a twin (limit 100 %)`,
      );
    }
    const names = symmetric.map(({ name }) => name);
    return found(identity, {
      severity: "fail",
      where: names.join(", "),
      evidence: `${symmetric.length} of ${wide.length} tensors (limit 0): ${evidenceOf(symmetric)}`,
      reason:
        "Units with equal weights and equal gradients stay equal for ever: the layer is as good as one unit.",
      remedies: [
        ...initializerRemedy("Draw the weights at random.", "he_normal", state),
        { text: "Take constant initializers out of init.layers for these layers." },
      ],
      source: "cs231n; DeepChecker",
    });
  },
};
