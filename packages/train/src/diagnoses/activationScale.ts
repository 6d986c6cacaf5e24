import { found, notApplicable, passed } from "../Check.ts";
import type { Diagnosis } from "../Diagnosis.ts";
import { digits } from "../digits.ts";
import { hiddenLayers, kindOf } from "../readings/hiddenLayers.ts";
import { initialWeights, scaleInputs } from "../readings/remedies.ts";

/** [.5, 2], widened by the variance ratio 2.706 (DeepChecker). */
const LEAST = 0.5 / Math.sqrt(2.706);
const LARGEST = 2 * Math.sqrt(2.706);
/** Layers with weights, and without gates, whose outputs are small by design. */
const JUDGED = ["dense", "conv1d", "conv2d"];

const identity = { code: "ACT003", name: "activationScale" };

/** ACT003: before the first update the outputs of a hidden dense or convolution layer spread outside [.30, 3.3]. */
export const activationScale: Diagnosis = {
  ...identity,
  diagnose(history) {
    const layers = hiddenLayers(history.snapshots[0]).filter(
      ({ name, figures }) => figures.std !== null && JUDGED.includes(kindOf(history, name)),
    );
    if (layers.length === 0) return notApplicable(identity, "no hidden dense or convolution layer");
    const limits = `limits ${digits(LEAST)} and ${digits(LARGEST)}`;
    const show = (some: typeof layers) =>
      `deviation of the outputs at the start ${some.map(({ name, figures }) => `${digits(figures.std ?? 0)} in ${name}`).join(", ")} (${limits})`;
    const outside = layers.filter(({ figures: { std } }) => std !== null && (std < LEAST || std > LARGEST));
    if (outside.length === 0) return passed(identity, show(layers));
    return found(identity, {
      severity: "info",
      where: outside.map(({ name }) => name).join(", "),
      evidence: show(outside),
      reason:
        "The weights do not fit the activation or the inputs: the signal shrinks or grows from layer to layer.",
      remedies: [...scaleInputs(history), initialWeights, { text: "Normalise between the layers." }],
      source: "DeepChecker",
    });
  },
};
