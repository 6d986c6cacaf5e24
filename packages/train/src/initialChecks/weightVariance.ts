import { found, notApplicable, passed } from "../Check.ts";
import { digits } from "../digits.ts";
import { type InitialCheck, initializerRemedy, waiveOnly } from "../InitialCheck.ts";
import type { TensorStatistics } from "../InitialState.ts";

const identity = { code: "INI002", name: "weightVariance" };

/** F of one and infinitely many degrees of freedom at 10 %, as DeepChecker has it. */
const LIMIT = 2.706;
/** Initializers that keep the signal by another rule. */
const RIGHT_WITHOUT = ["lsuv", "orthogonal", "delta_orthogonal", "dirac", "identity"];
/** Fewer values than these tell no variance. */
const ENOUGH = 32;

/** The scheme that fits the activation, and its variance. */
const fitting = ({ activation, fanIn, fanOut }: TensorStatistics) => {
  if (activation === "sigmoid" || activation === "selu")
    return { scheme: "lecun_normal", variance: 1 / fanIn };
  return activation === "tanh"
    ? { scheme: "xavier_normal", variance: 2 / (fanIn + fanOut) }
    : { scheme: "he_normal", variance: 2 / fanIn };
};

/**
 * INI002: the variance of a hidden layer's weights is more than 2.706 times, or less than a 2.706th of, that of the scheme
 * that fits its activation: He for ReLU and its like, Xavier for tanh, LeCun for sigmoid. Information only: what the
 * signal does decides, and orthonormal or LSUV weights, right without it, are not judged. The output layer may be small on purpose.
 */
export const weightVariance: InitialCheck = {
  ...identity,
  config: waiveOnly("Does the variance of the weights fit the activation?"),
  run(state) {
    if (RIGHT_WITHOUT.includes(state.weights))
      return notApplicable(identity, `${state.weights} goes by another rule than variance`);
    const judged = state.tensors
      .filter(({ output, activation, size, variance }) => {
        const hidden = !output && activation !== "linear"; // before a normalization any scale is right
        return hidden && size >= ENOUGH && variance > 0;
      })
      .map((tensor) => {
        const { scheme, variance } = fitting(tensor);
        const ratio = tensor.variance / variance;
        return { ...tensor, scheme, ratio, off: Math.max(ratio, 1 / ratio) };
      });
    if (judged.length === 0)
      return notApplicable(identity, `no hidden layer has ${ENOUGH} weights that differ`);
    const worst = judged.reduce((most, each) => (each.off > most.off ? each : most));
    const off = judged.filter((each) => each.off > LIMIT);
    const evidence = `variance of ${worst.name} ${digits(worst.variance)}, ${digits(worst.ratio)} times that of ${worst.scheme} (limits ${digits(1 / LIMIT)} and ${LIMIT}); beyond in ${off.length} of ${judged.length} tensors`;
    if (off.length === 0) return passed(identity, evidence);
    return found(identity, {
      severity: "info",
      where: off.map(({ name }) => name).join(", "),
      evidence,
      reason: `The weights are not as large as ${worst.scheme} has them for ${worst.activation}; the signal by layer says whether that matters.`,
      remedies: initializerRemedy("Use the scheme that fits the activation.", worst.scheme, state),
      source: "DeepChecker; SageMaker Debugger",
    });
  },
};
