import type { NamedValues, Slice } from "@attune/nn";
import { uploadTensors } from "@attune/nn";
import { dispose } from "@tensorflow/tfjs-core";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, type Wiring, waive } from "../Check.ts";
import { digits } from "../digits.ts";
import { mannWhitney } from "../mannWhitney.ts";
import { outputsOf } from "../outputsOf.ts";
import { type ShortTraining, shortTraining } from "../shortTraining.ts";
import { head } from "../slicePart.ts";
import { standardTargets } from "../standardTargets.ts";
import { uploadSlice } from "../uploadSlice.ts";

const identity = { code: "SAN005", name: "inputIgnored" };

/** Adam's rates, tried in turn: small nets move too little at the first. */
const RATES = [3e-3, 3e-2];
const ALPHA = 0.05;
const EXAMPLES = 2000;
const VALIDATION = 1000;
/** Validation examples below which nothing is said of them. */
const FEWEST = 20;
/** Of the outputs' size: what inputs must change. */
const REACH = 1e-6;

const config = Schema.Struct({
  waive,
  iterations: Schema.Int.check(Schema.isBetween({ minimum: 10, maximum: 100_000 }))
    .annotate({ description: "Updates on the inputs, and as many on zeros in their place.", default: 150 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(150))),
}).annotate({ description: "Does the network learn more with its inputs than without?" });
type Config = typeof config.Type;

const zeroed = (slice: Slice): Slice => ({ ...slice, inputs: new Float32Array(slice.inputs.length) });

const mean = (values: ReadonlyArray<number>): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

interface Trial {
  readonly rate: number;
  readonly real: ShortTraining;
  readonly blind: ShortTraining;
  /** Mean of the later half of the losses. */
  readonly realLoss: number;
  readonly blindLoss: number;
  /** Mann-Whitney's, of the real losses being lower. */
  readonly p: number;
}

const tryAt = (wiring: Wiring, slice: Slice, iterations: number, rate: number): Trial => {
  const settings = { iterations, learningRate: rate };
  const real = shortTraining(wiring, slice, settings);
  const blind = shortTraining(wiring, zeroed(slice), settings);
  const [late, lateBlind] = [real, blind].map(({ losses }) => losses.slice(Math.floor(iterations / 2)));
  return {
    rate,
    real,
    blind,
    realLoss: mean(late!),
    blindLoss: mean(lateBlind!),
    p: mannWhitney(late!, lateBlind!),
  };
};

/** The largest change of an output, after training, when the inputs are set to 0; as a share of the outputs' size. */
const reachOf = (wiring: Wiring, weights: NamedValues, slice: Slice): number => {
  const part = head(slice, 256);
  const [real, blind] = [outputsOf(wiring, weights, part), outputsOf(wiring, weights, zeroed(part))];
  const size = real.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return real.reduce((most, value, at) => Math.max(most, Math.abs(value - blind[at]!)), 0) / size;
};

/** As in training, without noise: see `outputsOf`. */
const validationLoss = ({ engine, model, batchLoss }: Wiring, weights: NamedValues, slice: Slice): number => {
  const given = { params: uploadTensors(weights), ...uploadSlice(slice) };
  const loss = engine.compile(({ params, inputs, targets }: typeof given) =>
    batchLoss(model.apply(params, inputs, { training: true }), targets),
  )(given);
  const value = loss.dataSync()[0] ?? Number.NaN;
  dispose([given, loss]);
  return value;
};

const remedies = [
  { text: "See that the first layer takes the inputs, and that nothing on the way multiplies them by 0." },
  { text: "See that each label stands beside its own input: shuffle both by one order." },
  { text: "Scale the inputs.", patch: { path: "data.normalize", value: "standard" } },
];
const source = "Recipe; DeepChecker";

const trialText = ({ rate, realLoss, blindLoss, p }: Trial): string =>
  `loss ${digits(realLoss)} with the inputs, ${digits(blindLoss)} with zeros in their place (Adam ${rate}; p ${digits(p)}, limit ${ALPHA})`;

/**
 * SAN005: a network learns more from its inputs than from zeros in their place: after 150 updates of each, same seed
 * and order, the losses of the later half are lower (Mann-Whitney, one-sided, α .05), at one of two rates of Adam.
 *
 * It fails where the inputs do not change the outputs, and warns where they do, but help nothing: then the targets may
 * be in another order, or depend on what is not among the inputs. It also warns where the inputs help on training
 * examples alone, and make the loss on validation larger than zeros do: what was learned by heart there tells nothing.
 */
export const inputIgnored: Check<Config> = {
  ...identity,
  config,
  run(wiring, { iterations }) {
    const { train, validation } = wiring;
    if (Object.keys(wiring.model.paramShapes).length === 0)
      return notApplicable(identity, "the model has no params");
    const scaled = (slice: Slice) =>
      wiring.loss.binary_cross_entropy ? slice : standardTargets(slice, train);
    const slice = scaled(head(train, EXAMPLES));
    const trials: Array<Trial> = [];
    for (const rate of RATES) {
      trials.push(tryAt(wiring, slice, iterations, rate));
      if (trials.at(-1)!.p < ALPHA) break;
    }
    const last = trials.at(-1)!;
    const evidence = trials.map(trialText).join("; ");
    if (!(last.p < ALPHA)) {
      const reach = reachOf(wiring, last.real.params, slice);
      const cut = !(reach > REACH);
      return found(identity, {
        severity: cut ? "fail" : "warn",
        where: `${iterations} updates on ${slice.size} training examples`,
        evidence: `${evidence}; zeros change the outputs by ${digits(reach)} of their size (limit ${REACH})`,
        reason: cut
          ? "The inputs do not reach the outputs."
          : "The inputs reach the outputs, but nothing in them was found to tell of the targets.",
        remedies,
        source,
      });
    }
    if (validation.size < FEWEST)
      return passed(identity, `${evidence}; ${validation.size} validation examples are too few to compare`);
    const part = scaled(head(validation, VALIDATION));
    const real = validationLoss(wiring, last.real.params, part);
    const blind = validationLoss(wiring, last.blind.params, zeroed(part));
    const both = `${evidence}; on ${part.size} validation examples ${digits(real)} with them, ${digits(blind)} without (limit)`;
    if (real < blind) return passed(identity, both);
    return found(identity, {
      severity: "warn",
      where: `${part.size} validation examples`,
      evidence: both,
      reason:
        "What was learned of the inputs holds for the training examples alone: their labels may not be their own.",
      remedies,
      source,
    });
  },
};
