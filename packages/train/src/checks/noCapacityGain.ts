import type { Model } from "@attune/nn";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, type Wiring, waive } from "../Check.ts";
import { digits } from "../digits.ts";
import { drawnWeights } from "../drawnWeights.ts";
import { mannWhitney } from "../mannWhitney.ts";
import { meanLoss } from "../meanLoss.ts";
import { shortTraining } from "../shortTraining.ts";
import { head } from "../slicePart.ts";
import { standardTargets } from "../standardTargets.ts";
import { zeroWeights } from "../zeroWeights.ts";

const identity = { code: "SAN008", name: "noCapacityGain" };

const EXAMPLES = 2000;
const RATE = 1e-3;
const ALPHA = 0.01;
const WORSE = 0.1;

const config = Schema.Struct({
  waive,
  enabled: Schema.Boolean.annotate({
    description: "Whether to run it: it trains a network of twice the width.",
    default: false,
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
  iterations: Schema.Int.check(Schema.isBetween({ minimum: 10, maximum: 100_000 }))
    .annotate({ description: "Updates of each of the two networks.", default: 300 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(300))),
}).annotate({ description: "Does a network of twice the width learn as well? Off unless enabled." });
type Config = typeof config.Type;

/** Losses of the later half, from weights N(0, 2/fan_in). */
const lateLosses = (wiring: Wiring, model: Model, iterations: number): ReadonlyArray<number> => {
  const { train, seed, loss } = wiring;
  const slice = head(loss.binary_cross_entropy ? train : standardTargets(train, train), EXAMPLES);
  const weights = drawnWeights(model, zeroWeights(model), seed, "sanity/noCapacityGain");
  const batchLoss = model === wiring.model ? wiring.batchLoss : meanLoss(model);
  const { losses } = shortTraining({ ...wiring, model, batchLoss, weights }, slice, {
    iterations,
    learningRate: RATE,
  });
  return losses.slice(Math.floor(iterations / 2));
};

const mean = (values: ReadonlyArray<number>): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * SAN008: a network of twice the width must not learn the training examples worse. Both start at weights of their own
 * and train for as many updates of Adam; it warns where the wider one's later losses are higher by a tenth and more
 * (Mann-Whitney, one-sided, α .01): then something other than capacity holds the network back.
 */
export const noCapacityGain: Check<Config> = {
  ...identity,
  config,
  run(wiring, { enabled, iterations }) {
    if (!enabled) return notApplicable(identity, "off by default: enabled: true runs it");
    const wider = wiring.wider?.();
    if (wider === undefined) return notApplicable(identity, "the model has no width that could be doubled");
    const [narrow, wide] = [wiring.model, wider].map((model) => lateLosses(wiring, model, iterations));
    const [loss, widerLoss] = [mean(narrow!), mean(wide!)];
    const p = mannWhitney(narrow!, wide!);
    const count = (model: Model) =>
      Object.values(model.paramShapes).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    const evidence = `loss ${digits(loss)} with ${count(wiring.model)} params, ${digits(widerLoss)} with ${count(wider)} (limit ${digits((1 + WORSE) * loss)}; p ${digits(p)}, limit ${ALPHA}) over the later half of ${iterations} updates`;
    if (!(p < ALPHA && widerLoss > (1 + WORSE) * loss)) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: `${iterations} updates`,
      evidence,
      reason: "More capacity makes it worse, so what holds the network back is not its size.",
      remedies: [
        { text: "See the other checks first: loss, gradients, the scale of the inputs." },
        {
          text: "Use an initializer that keeps the signal's size at any width.",
          patch: { path: "steps.init.with.weights", value: "he_normal" },
        },
      ],
      source: "Recipe",
    });
  },
};
