import { dispose, tensor } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, type Wiring, waive } from "../Check.ts";
import { digits } from "../digits.ts";
import { outputsOf } from "../outputsOf.ts";
import { head } from "../slicePart.ts";

const identity = { code: "SAN002", name: "lossReduction" };

const PROBE = 16;
const COPIES = [1, 2, 4, 8];
const TOLERANCE = 1e-3;

const repeated = (values: Float32Array | Int32Array, copies: number): Array<number> =>
  Array.from({ length: copies }, () => [...values]).flat();

/** The loss of the batch that stands there `copies` times. */
const lossOf = (
  { engine, batchLoss, train, model }: Wiring,
  outputs: Float32Array,
  copies: number,
): number => {
  const { size, labels, values, targetWidth } = head(train, PROBE);
  const given = {
    outputs: tensor(repeated(outputs, copies), [size * copies, model.outputShape[0]!]),
    targets: labels
      ? tensor(repeated(labels, copies), [size * copies], "int32")
      : tensor(repeated(values!, copies), [size * copies, targetWidth]),
  };
  const loss = engine.compile(({ outputs: z, targets }: typeof given) => batchLoss(z, targets))(given);
  const value = loss.dataSync()[0] ?? Number.NaN;
  dispose([given, loss]);
  return value;
};

/**
 * SAN002: the loss of a batch is a mean. Where the same examples stand in it 2, 4 and 8 times it must stay as it is (to
 * a thousandth); a sum doubles each time, and with it the gradient: the learning rate would hang on the batch size.
 */
export const lossReduction: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({
    description: "Does the loss stay the same for a larger batch of the same examples?",
  }),
  run(wiring) {
    const outputs = outputsOf(wiring, wiring.weights, head(wiring.train, PROBE));
    const losses = COPIES.map((copies) => lossOf(wiring, outputs, copies));
    const [once = Number.NaN] = losses;
    const change = Math.max(...losses.map((loss) => Math.abs(loss - once))) / Math.max(Math.abs(once), 1e-6);
    const evidence = `loss at ×${COPIES.join(", ×")} of the batch: ${losses.map(digits).join(", ")}; changes by ${digits(change)} (limit ${TOLERANCE})`;
    if (!Number.isFinite(once)) return notApplicable(identity, `the loss is ${once}: see SAN010`);
    if (change <= TOLERANCE) return passed(identity, evidence);
    return found(identity, {
      severity: "fail",
      where: `the loss of ${head(wiring.train, PROBE).size} training examples`,
      evidence,
      reason: "The loss adds up over the batch, so that a larger batch is a larger step.",
      remedies: [{ text: "Divide the loss by the number of examples: a mean in place of a sum." }],
      source: "DeepChecker",
    });
  },
};
