import { uploadTensors } from "@attune/nn";
import { dispose, tensor1d } from "@tensorflow/tfjs-core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { type Check, found, passed, type Wiring, waive } from "../Check.ts";
import { lossGradients } from "../lossGradients.ts";
import { shortTraining } from "../shortTraining.ts";
import { head } from "../slicePart.ts";
import { uploadSlice } from "../uploadSlice.ts";

const identity = { code: "SAN013", name: "notReproducible" };

const EXAMPLES = 256;

const config = Schema.Struct({
  waive,
  iterations: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000 }))
    .annotate({ description: "Updates to repeat.", default: 20 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(20))),
}).annotate({ description: "Do the same iterations give the same bits twice?" });
type Config = typeof config.Type;

/** Numbers in parts, in the order of all: there are as many as weights, so they are not copied. */
type Numbers = ReadonlyArray<ArrayLike<number>>;

/** Bits of one batch's loss, and of all its gradients: by operations as they come, before anything is replayed. */
const oneBatch = (wiring: Wiring): Numbers => {
  const given = {
    params: uploadTensors(wiring.weights),
    ...uploadSlice(head(wiring.train, 32)),
    key: tensor1d([0, 0, 0, 0], "int32"),
  };
  const { loss, gradients } = wiring.engine.compile(lossGradients(wiring))(given);
  const numbers = [loss, ...Object.values(gradients)].map((value) => value.dataSync().slice());
  dispose([given, loss, gradients]);
  return numbers;
};

const train = (wiring: Wiring, iterations: number): Numbers => {
  const { losses, params } = shortTraining(wiring, head(wiring.train, EXAMPLES), {
    iterations,
    learningRate: 1e-3,
  });
  return [losses, ...Object.values(params).map(({ data }) => data)];
};

interface Difference {
  /** Index among all numbers. */
  readonly at: number;
  readonly once: number;
  readonly twice: number | undefined;
}

const firstDifference = (once: Numbers, twice: Numbers): Difference | undefined => {
  let before = 0;
  for (const [i, part] of once.entries()) {
    for (let k = 0; k < part.length; k++) {
      if (!Object.is(part[k], twice[i]?.[k])) return { at: before + k, once: part[k]!, twice: twice[i]?.[k] };
    }
    before += part.length;
  }
  return undefined;
};

/**
 * SAN013: the same iterations, run twice from the same weights on the same examples, must give the same bits on the
 * same engine: losses and weights after 20 updates. A network that draws numbers of its own (Math.random) cannot be
 * resumed, verified or compared.
 */
export const notReproducible: Check<Config> = {
  ...identity,
  config,
  run(wiring, { iterations }) {
    const repeat = (make: () => Numbers) => {
      const once = make();
      const count = once.reduce((sum, { length }) => sum + length, 0);
      return { count, difference: firstDifference(once, make()) };
    };
    const batch = repeat(() => oneBatch(wiring));
    const { count, difference } = batch.difference ? batch : repeat(() => train(wiring, iterations));
    if (difference === undefined)
      return passed(
        identity,
        `${count} numbers of ${iterations} iterations are the same to the bit twice (limit 0 that differ)`,
      );
    const { at, once, twice } = difference;
    const place =
      batch.difference !== undefined
        ? at === 0
          ? "the loss at the first weights"
          : "a gradient at the first weights"
        : at < iterations
          ? `the loss of iteration ${at + 1}`
          : `the weights after ${iterations} iterations`;
    return found(identity, {
      severity: "fail",
      where: place,
      evidence: `${place} was ${once}, then ${twice} (limit: the same bits)`,
      reason: "Something in the network changes between two runs of the same step.",
      remedies: [
        {
          text: "Draw random numbers with randomUniform and the key that the mode brings, never with Math.random.",
        },
        { text: "Keep no state between calls of apply." },
      ],
      source: "Recipe; the same key, the same bits",
    });
  },
};
