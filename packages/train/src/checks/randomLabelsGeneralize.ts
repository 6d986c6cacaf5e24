import { type NamedValues, permutation, type Slice, stream } from "@attune/nn";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, type Wiring, waive } from "../Check.ts";
import { classCounts } from "../classCounts.ts";
import { digits } from "../digits.ts";
import { accuracyOf, predictions } from "../Evaluator.ts";
import { equalRows } from "../equalRows.ts";
import { fewValues } from "../fewValues.ts";
import { outputsOf } from "../outputsOf.ts";
import { pickRows } from "../pickRows.ts";
import { shortTraining } from "../shortTraining.ts";
import { head } from "../slicePart.ts";

const identity = { code: "SAN014", name: "randomLabelsGeneralize" };

const EXAMPLES = 256;
const VALIDATION = 1000;
const FEWEST = 20;
const ERRORS = 4;
const RATE = 3e-3;
/** Accuracy above chance on the random labels themselves, from which something is known by heart. */
const HEART = 0.3;

const config = Schema.Struct({
  waive,
  iterations: Schema.Int.check(Schema.isBetween({ minimum: 10, maximum: 100_000 }))
    .annotate({ description: "Updates on the random labels.", default: 150 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(150))),
}).annotate({ description: "Are random labels learned no better than by chance on validation?" });
type Config = typeof config.Type;

/** Those of training with random labels: the examples that stand in validation too go first. */
interface Randomized {
  readonly train: Slice;
  readonly validation: Slice;
}

/** Equal inputs have equal labels, in training and in validation; all else is drawn from the training labels. */
const randomize = ({ train, validation, seed }: Wiring): Randomized => {
  const part = head(validation, VALIDATION);
  const inTrain = equalRows(train, part);
  const shared = new Set([...inTrain].filter((row) => row >= 0));
  const own = equalRows(train, train);
  const order = permutation(stream(seed, "sanity/randomLabels/train"), train.size);
  const labelOf = (row: number): number => train.labels![order[own[row]!]!]!;
  const rows = [...shared, ...[...order].filter((row) => !shared.has(row))].slice(0, EXAMPLES);
  const others = permutation(stream(seed, "sanity/randomLabels/validation"), train.size);
  return {
    train: { ...pickRows(train, rows), labels: Int32Array.from(rows, labelOf) },
    validation: {
      ...part,
      labels: inTrain.map((row, at) => (row < 0 ? train.labels![others[at % train.size]!]! : labelOf(row))),
    },
  };
};

/** Accuracy of guessing as often of each class as the network does. */
const chanceOf = (predicted: Int32Array, labels: Int32Array, classes: number): number => {
  const [guesses, right] = [classCounts(predicted, classes), classCounts(labels, classes)];
  return guesses.reduce((sum, count, k) => sum + (count / labels.length) * (right[k]! / labels.length), 0);
};

/** Share of the slice whose class is the predicted one. */
const rightOf = (wiring: Wiring, weights: NamedValues, slice: Slice): number =>
  accuracyOf(wiring.model, outputsOf(wiring, weights, slice), slice.labels!);

/**
 * SAN014: a network trained on random labels can know nothing of validation's. Every distinct input gets a label at
 * random, the same wherever it stands; after 150 updates on up to 256 training examples the accuracy on validation
 * must not exceed that of guessing (Σ p_k q_k of predicted and given classes) by more than four standard errors.
 * Where it does, validation rows were trained on (those equal to training examples are among the 256). Not asked where
 * the network learns too little of them by heart, and where
 * features take so few values that equal rows are bound to come about.
 */
export const randomLabelsGeneralize: Check<Config> = {
  ...identity,
  config,
  run(wiring, { iterations }) {
    const { classes, model } = wiring;
    if (wiring.train.labels === undefined) return notApplicable(identity, "the target is values");
    if (Object.keys(model.paramShapes).length === 0)
      return notApplicable(identity, "the model has no params");
    if (wiring.validation.size < FEWEST)
      return notApplicable(
        identity,
        `${wiring.validation.size} validation examples are too few (limit ${FEWEST})`,
      );
    if (fewValues(wiring.train))
      return notApplicable(identity, "the features take so few values that rows are alike by chance");
    const { train, validation } = randomize(wiring);
    const { params, losses } = shortTraining(wiring, train, { iterations, learningRate: RATE });
    const known = rightOf(wiring, params, train);
    if (known < chanceOf(train.labels!, train.labels!, classes) + HEART)
      return notApplicable(
        identity,
        `the network learned ${digits(known)} of the random labels by heart in ${iterations} updates: too few to show elsewhere`,
      );
    const labels = validation.labels!;
    const predicted = predictions(model, outputsOf(wiring, params, validation), validation.size);
    const accuracy = predicted.filter((label, row) => label === labels[row]).length / labels.length;
    const chance = chanceOf(predicted, labels, classes);
    const error = Math.sqrt((chance * (1 - chance)) / labels.length);
    const limit = chance + ERRORS * error;
    const evidence = `accuracy ${digits(accuracy)} on ${labels.length} validation examples with random labels (limit ${digits(limit)}: chance ${digits(chance)}, standard error ${digits(error)}); training loss ${digits(losses.at(-1) ?? Number.NaN)} after ${iterations} updates on ${train.size}`;
    if (!(accuracy > limit)) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: "validation",
      evidence,
      reason:
        "The network knows labels that it could only have learned by heart: validation rows are in training.",
      remedies: [
        { text: "Take equal rows out of the data, once, before it is split." },
        {
          text: "Keep what belongs together (a patient, a photo and its copies) in one slice: data.split.group.",
        },
      ],
      source: "Zhang et al. 2017, rethinking generalization; y-randomization",
    });
  },
};
