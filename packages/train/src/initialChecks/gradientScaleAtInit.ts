import { found, notApplicable, passed } from "../Check.ts";
import { digits } from "../digits.ts";
import { type InitialCheck, initializerRemedy, waiveOnly } from "../InitialCheck.ts";

const identity = { code: "INI008", name: "gradientScaleAtInit" };
const LIMIT = 70;

/**
 * INI008: before any update, the gradient of the first weights is more than 70 times as long as that of the last
 * (AutoTrainer's limit). Healthy networks lie at 1 to 6; tanh with LSUV reaches 29 at depth 30. It cannot see a collapse
 * that is the same in every layer: INI003 does.
 */
export const gradientScaleAtInit: InitialCheck = {
  ...identity,
  config: waiveOnly("Are the first gradient and the last of like size?"),
  run(state) {
    const [first, last] = [state.tensors[0], state.tensors.at(-1)];
    if (first === undefined || last === undefined || first === last)
      return notApplicable(identity, "fewer than two weight tensors");
    if (!last.gradientNorm || first.gradientNorm === null)
      return notApplicable(identity, `the gradient of ${last.name} is 0, or one is not finite`);
    const ratio = first.gradientNorm / last.gradientNorm;
    const evidence = `gradient of ${first.name} ${digits(first.gradientNorm)}, of ${last.name} ${digits(last.gradientNorm)}: ratio ${digits(ratio)} (limit ${LIMIT})`;
    if (ratio <= LIMIT) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: `${first.name} and ${last.name}`,
      evidence,
      reason: "The gradient grows on its way back, so no one learning rate fits all layers.",
      remedies: [
        ...initializerRemedy("Scale each layer to unit variance on a batch.", "lsuv", state),
        ...initializerRemedy("Use Xavier's scheme, which looks at both directions.", "xavier_normal", state),
        { text: "Clip the gradient, or put normalization after the layers." },
      ],
      source: "AutoTrainer",
    });
  },
};
