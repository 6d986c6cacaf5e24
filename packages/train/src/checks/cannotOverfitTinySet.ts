import {
  gatherInputs,
  gatherTargets,
  type Params,
  type Slice,
  trainedShapes,
  uploadTensors,
} from "@attune/nn";
import { adam } from "@attune/optim";
import { dispose } from "@tensorflow/tfjs-core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, type Wiring, waive } from "../Check.ts";
import { digits } from "../digits.ts";
import { accuracyOf, predictions } from "../Evaluator.ts";
import { type Feed, type Moving, makeIterations } from "../Iterations.ts";
import { type Reachable, reachable, targetVariance } from "../reachable.ts";
import { startRemedies } from "../startRemedies.ts";
import { tinySet } from "../tinySet.ts";
import { uploadSlice } from "../uploadSlice.ts";

const identity = { code: "SAN004", name: "cannotOverfitTinySet" };

/** Adam's rates, tried in turn: small nets move too little in 500 iterations of the first. */
const RATES = [1e-3, 1e-2, 1e-1];

/** Times the loss to get below: up to here the check only warns. */
const NEAR = 10;

const config = Schema.Struct({
  waive,
  examples: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 1000 }))
    .annotate({ description: "Training examples to learn by heart, 2 to 1000.", default: 20 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(20))),
  iterations: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100_000 }))
    .annotate({ description: "Updates allowed at each of the check's learning rates.", default: 500 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(500))),
  loss: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({
      description: "Loss to get below, above what is reachable; for values a share of their variance.",
      default: 0.01,
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.01))),
}).annotate({ description: "Can the network learn a few examples by heart?" });
type Config = typeof config.Type;

interface Attempt {
  readonly rate: number;
  readonly iterations: number;
  readonly loss: number;
  /** 1 where the target is values. */
  readonly accuracy: number;
  /** Examples whose class is not the predicted one. */
  readonly wrong: ReadonlyArray<number>;
  readonly fitted: boolean;
}

/**
 * Outputs for the tiny set, to be judged on the very examples that were trained on: as in training, without noise, so
 * by the batch's own statistics where there is batch normalization. The running ones lag behind.
 */
const outputsOf = ({ engine, model }: Wiring, params: Params, tiny: Slice): Float32Array => {
  const given = { params, ...uploadSlice(tiny) };
  const outputs = engine.compile((from: typeof given) =>
    model.apply(from.params, from.inputs, { training: true }),
  )(given);
  const values = Float32Array.from(outputs.dataSync());
  dispose([given.inputs, given.targets, outputs]);
  return values;
};

/** Full batch, constant rate, no penalty and no noise, until the loss is below `goal` or the iterations are spent. */
const attempt = (
  wiring: Wiring,
  tiny: Slice,
  best: Reachable,
  goal: number,
  rate: number,
  limit: number,
): Attempt => {
  const { engine, model, batchLoss, weights } = wiring;
  const transform = adam.transform({ ...Schema.decodeUnknownSync(adam.config)({ learning_rate: rate }) });
  const objective = { model, batchLoss, penalty: () => undefined };
  const { plain } = makeIterations(objective, transform, model.paramShapes);
  const loop = engine.loop<Moving, Feed>({
    name: identity.name,
    carried: {
      params: uploadTensors(weights),
      state: uploadTensors(transform.init(trainedShapes(model.paramShapes))),
    },
    keep: ["params"],
  });
  const all = Int32Array.from({ length: tiny.size }, (_, row) => row);
  gatherInputs(tiny, all, loop.feed("inputs", "float32", [tiny.size, ...tiny.inputShape]));
  const targets = tiny.labels
    ? loop.feed("targets", "int32", [tiny.size])
    : loop.feed("targets", "float32", [tiny.size, tiny.targetWidth]);
  gatherTargets(tiny, all, targets);
  loop.feed("key", "int32", [4]).fill(0);
  loop.feed("learningRate", "float32", [])[0] = rate;
  const judge = (params: Params, loss: number, iterations: number): Attempt => {
    const outputs = outputsOf(wiring, params, tiny);
    const { labels } = tiny;
    const predicted = predictions(model, outputs, tiny.size);
    const accuracy = labels ? accuracyOf(model, outputs, labels) : 1;
    const wrong = labels ? [...predicted.keys()].filter((row) => predicted[row] !== labels[row]) : [];
    return { rate, iterations, loss, accuracy, wrong, fitted: loss < goal && accuracy >= best.accuracy };
  };
  let result: Attempt | undefined;
  for (let iteration = 0; result === undefined; iteration++) {
    loop.feed("iteration", "float32", [])[0] = iteration;
    const loss = loop.run(plain).loss ?? Number.NaN; // of the params before the update
    const over = iteration === limit || !Number.isFinite(loss);
    if (over || loss < goal) {
      const judged = judge(loop.before().carried.params, loss, iteration);
      if (over || judged.fitted) result = judged;
    }
  }
  dispose(loop.end());
  return result;
};

const describe = ({ rate, iterations, loss, accuracy, wrong }: Attempt): string =>
  `loss ${digits(loss)}, accuracy ${digits(accuracy)} after ${iterations} iterations of Adam ${rate}${wrong.length > 0 ? `, still wrong: ${wrong.join(", ")}` : ""}`;

const rank = ({ loss }: Attempt): number => (Number.isFinite(loss) ? loss : Number.POSITIVE_INFINITY);

const reasonOf = (learns: boolean, small: boolean): string => {
  if (learns)
    return "The network learns these examples, but slower than most: it may be small, or scaled badly.";
  return small
    ? "The network has fewer params than these examples have numbers to learn: it may be too small."
    : "A network this large can learn so few examples by heart, so something between input and loss is cut or wrong.";
};

const WIDEN = { text: "Widen the hidden layers." };

/** Whether a hidden layer has fewer than half as many units as there are outputs. */
const isNarrow = ({ model }: Wiring): boolean =>
  Object.values(model.paramShapes)
    .filter(({ role }) => role === "weight")
    .slice(0, -1)
    .some(({ shape }) => (shape.at(-1) ?? 0) < model.outputShape[0]! / 2);

const remediesOf = (wiring: Wiring, small: boolean) => [
  ...startRemedies(wiring),
  ...(small ? [WIDEN] : []),
  { text: "See that each label stands beside its own input." },
  {
    text: "See that the last layer and the loss fit: a linear layer before cross_entropy and squared_error.",
  },
  ...(small ? [] : [WIDEN]),
];

/**
 * SAN004: a network that is wired rightly learns 20 examples by heart: 500 iterations of Adam at a constant rate, full
 * batch, nothing that regularizes, to the reachable accuracy (100 %) and a loss below .01, for values below .01 of
 * their variance. Classes are there in turn, values scaled. The experiment's own optimizer plays no part, so the verdict is one for all learning rates. What no
 * network could reach (equal inputs with different targets, smoothed labels) is taken off and told.
 *
 * It only warns where the network has fewer params than there are numbers to learn, which may be by design, and where
 * it came within ten times the loss: a small net that learns slowly (iris, 6 units) is wired rightly.
 */
export const cannotOverfitTinySet: Check<Config> = {
  ...identity,
  config,
  run(wiring, { examples, iterations, loss }) {
    const { model, train } = wiring;
    if (Object.keys(model.paramShapes).length === 0)
      return notApplicable(identity, "the model has no params");
    // what the outputs are logits of lies between 0 and 1 and is taken as it is
    const scaled = !("binary_cross_entropy" in wiring.loss);
    const tiny = tinySet(train, examples, scaled);
    const width = model.outputShape[0]!;
    const best = reachable(tiny, wiring.loss, width);
    if (best === undefined)
      return notApplicable(identity, `the least loss is not known for ${Object.keys(wiring.loss).join()}`);
    const unit = tiny.labels ? 1 : targetVariance(tiny) || 1;
    const goal = best.loss + loss * unit;
    const limits = `${tiny.size} examples; limits: loss ${digits(goal)} (reachable ${digits(best.loss)}), accuracy ${digits(best.accuracy)}`;
    const attempts: Array<Attempt> = [];
    for (const rate of RATES) {
      const tried = attempt(wiring, tiny, best, goal, rate, iterations);
      if (tried.fitted) return passed(identity, `${describe(tried)}; ${limits}`);
      attempts.push(tried);
    }
    const [nearest] = attempts.sort((a, b) => rank(a) - rank(b));
    const params = Object.values(wiring.weights).reduce((sum, { data }) => sum + data.length, 0);
    const numbers = tiny.size * (tiny.labels && !model.binary ? width - 1 : width);
    const close = best.loss + NEAR * loss * unit;
    const learns = nearest!.accuracy >= best.accuracy && nearest!.loss < close;
    return found(identity, {
      severity: learns || params < numbers ? "warn" : "fail",
      where: `${tiny.size} training examples${tiny.labels ? ", of each class in turn" : scaled ? ", their targets scaled" : ""}`,
      evidence: `${describe(nearest!)}; ${limits}, failing above ${digits(close)}; ${params} params for ${numbers} numbers`,
      reason: reasonOf(learns, params < numbers),
      remedies: remediesOf(wiring, params < numbers || learns || isNarrow(wiring)),
      source: "cs231n; Recipe; measured on 784-64-64-10",
    });
  },
};
