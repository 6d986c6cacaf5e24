import { isTrained, type NamedValues, uploadTensors } from "@attune/nn";
import { dispose, tensor1d } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, type Wiring, waive } from "../Check.ts";
import { lossGradients } from "../lossGradients.ts";
import { shortTraining } from "../shortTraining.ts";
import { head } from "../slicePart.ts";
import { startRemedies } from "../startRemedies.ts";
import { uploadSlice } from "../uploadSlice.ts";

const identity = { code: "SAN009", name: "parameterWithoutGradient" };

const PROBE = 128;
const SMALL = 1e-10;
const UPDATES = 5;

interface Largest {
  readonly name: string;
  /** Of the tensor's |gradient|. */
  readonly value: number;
}

const largest = (wiring: Wiring, weights: NamedValues): ReadonlyArray<Largest> => {
  const given = {
    params: uploadTensors(weights),
    ...uploadSlice(head(wiring.train, PROBE)),
    key: tensor1d([0, 0, 0, 0], "int32"),
  };
  const { loss, gradients } = wiring.engine.compile(lossGradients(wiring))(given);
  const found = Object.entries(gradients).map(([name, gradient]) => ({
    name,
    value: gradient.dataSync<"float32">().reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  }));
  dispose([given, loss, gradients]);
  return found;
};

/** Tensors without a gradient at the first weights and, where they are more than none, after a few updates. */
const stuck = (wiring: Wiring): ReadonlyArray<Largest> => {
  const first = largest(wiring, wiring.weights).filter(({ value }) => !(value >= SMALL));
  const trained = Object.values(wiring.model.paramShapes).filter(isTrained).length;
  if (first.length === 0 || first.length === trained) return first;
  const { params } = shortTraining(wiring, head(wiring.train, PROBE), {
    iterations: UPDATES,
    learningRate: 1e-3,
  });
  const later = largest(wiring, params);
  return first.flatMap(({ name, value }) => {
    const after = later.find((each) => each.name === name)?.value ?? 0;
    return after < SMALL ? [{ name, value: Math.max(value, after) }] : [];
  });
};

/**
 * SAN009: every tensor that is to be trained gets a gradient. One whose gradient is exactly 0 for up to 128 examples,
 * at the first weights and after five updates (a residual branch that starts at 0 wakes up by then), fails; one that
 * stays below 1e-10 is too small to train without an optimizer that rescales: a warning. A bias before batch
 * normalization has none on purpose: the mean takes it off again.
 */
export const parameterWithoutGradient: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({
    description: "Does the loss reach every tensor that is to be trained?",
  }),
  run(wiring) {
    const shapes = wiring.model.paramShapes;
    const names = Object.keys(shapes).filter((name) => isTrained(shapes[name]!));
    if (names.length === 0) return notApplicable(identity, "the model has no params to train");
    const normalizes = Object.values(shapes).some((shape) => !isTrained(shape));
    const all = stuck(wiring);
    const needless = normalizes ? all.filter(({ name }) => shapes[name]?.role === "bias") : [];
    const bad = all.filter((each) => !needless.includes(each));
    const aside =
      needless.length > 0
        ? `; ${needless.map(({ name }) => name).join(", ")} may stand before a batch normalization, which undoes a bias`
        : "";
    if (bad.length === 0)
      return passed(
        identity,
        `0 of ${names.length} tensors have |gradient| below ${SMALL} throughout (limit 0)${aside}`,
      );
    const zero = bad.filter(({ value }) => value === 0);
    return found(identity, {
      severity: zero.length > 0 ? "fail" : "warn",
      where: bad.map(({ name }) => name).join(", "),
      evidence: `${bad.length} of ${names.length} tensors without gradient (limit ${SMALL}, ${head(wiring.train, PROBE).size} examples, at the first weights and after ${UPDATES} updates): ${bad.map(({ name, value }) => `${name} ${value.toExponential(1)}`).join(", ")}${aside}`,
      reason:
        zero.length > 0
          ? "The loss does not depend on these tensors, or what follows them lets nothing through."
          : "The gradient is all but gone by the time it reaches these tensors.",
      remedies: [
        ...startRemedies(wiring),
        { text: "See that the tensor is used, and that nothing rounds or compares what comes of it." },
        { text: "Take units that are dead for every example: a smaller bias, or leaky_relu." },
      ],
      source: "cs231n; DeepChecker",
    });
  },
};
