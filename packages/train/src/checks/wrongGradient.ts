import { isTrained, permutation, type Slice, stream } from "@attune/nn";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, type Wiring, waive } from "../Check.ts";
import { digits } from "../digits.ts";
import { drawnWeights } from "../drawnWeights.ts";
import { type GradientProbe, openGradientProbe } from "../GradientProbe.ts";
import { standardTargets } from "../standardTargets.ts";
import { tinySet } from "../tinySet.ts";

const identity = { code: "SAN007", name: "wrongGradient" };

const WRONG = 1e-2;
const UNSURE = 3e-3;
/** Steps, tried in turn: large ones are exact where the loss is smooth, small ones pass kinks by. */
const STEPS = [1e-2, 3e-3, 1e-3, 3e-4];
/** Rounding of a float32 loss: four units in the last place. */
const ROUNDING = 2 ** -22;
/** Share of the gradient up to which rounding leaves a verdict. */
const CLEAR = 0.02;
/** Coordinates of all tensors together, where they are many. */
const ALL = 200;
const FEWEST = 4;
/** Weights that it is looked at with, while it disagrees. */
const PLACES = 3;
/** Examples; more where they are normalized over the batch. */
const EXAMPLES = 3;
const NORMALIZED = 16;

const config = Schema.Struct({
  waive,
  coordinates: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 10_000 }))
    .annotate({
      description: "Numbers of each tensor to compare; fewer where there are many tensors.",
      default: 20,
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(20))),
}).annotate({ description: "Are the gradients those of finite differences?" });
type Config = typeof config.Type;

const norm = (values: ReadonlyArray<number>): number => Math.hypot(...values);

/** Half of them those with the largest gradient, which tell it most exactly, the others anywhere. */
const coordinatesOf = (gradient: Float32Array, count: number, seed: number, name: string) => {
  const order = permutation(stream(seed, `sanity/wrongGradient/${name}`), gradient.length);
  const some = [...order.subarray(0, 2000)].sort((a, b) => Math.abs(gradient[b]!) - Math.abs(gradient[a]!));
  return [...new Set([...some.slice(0, Math.ceil(count / 2)), ...order.subarray(0, count)])].slice(0, count);
};

interface Measured {
  readonly name: string;
  readonly step: number;
  /** ‖a − n‖/(‖a‖ + ‖n‖), rounding taken off. */
  readonly error: number;
  readonly worst: { readonly at: number; readonly analytic: number; readonly numeric: number };
}

/** Undefined where float32 cannot tell. */
const measure = (
  probe: GradientProbe,
  name: string,
  coordinates: ReadonlyArray<number>,
  step: number,
): Measured | undefined => {
  const analytic = coordinates.map((at) => probe.gradients[name]![at]!);
  const numeric = coordinates.map((at) => probe.difference(name, at, step));
  const off = analytic.map((value, i) => Math.abs(value - numeric[i]!));
  const size = norm(analytic) + norm(numeric);
  const rounding = (Math.sqrt(coordinates.length) * ROUNDING * Math.abs(probe.loss)) / (2 * step);
  if (!(rounding <= CLEAR * size)) return undefined;
  const i = off.indexOf(Math.max(...off));
  return {
    name,
    step,
    error: Math.max(0, norm(off) - rounding) / size,
    worst: { at: coordinates[i]!, analytic: analytic[i]!, numeric: numeric[i]! },
  };
};

/** At the step where the two agree best; a gradient that is wrong is so at every step. */
const best = (
  probe: GradientProbe,
  name: string,
  coordinates: ReadonlyArray<number>,
): Measured | undefined => {
  let nearest: Measured | undefined;
  for (const step of STEPS) {
    const now = measure(probe, name, coordinates, step);
    if (now !== undefined && !(now.error >= (nearest?.error ?? Number.POSITIVE_INFINITY))) nearest = now;
    if (nearest !== undefined && nearest.error <= UNSURE) return nearest;
  }
  return nearest;
};

const textOf = ({ name, error, step, worst, kinks }: Measured & { readonly kinks: number }): string =>
  `${name} ${error.toExponential(1)} at step ${step}, worst at ${worst.at}: gradient ${digits(worst.analytic)}, difference ${digits(worst.numeric)}, ${kinks} kinks crossed`;

const severityOf = (error: number): "fail" | "warn" => (error > WRONG ? "fail" : "warn");

const examplesOf = ({ model, train, loss }: Wiring): Slice => {
  const normalizes = Object.values(model.paramShapes).some(({ role }) => role === "statistic");
  const few = tinySet(train, normalizes ? NORMALIZED : EXAMPLES, false);
  return loss.binary_cross_entropy ? few : standardTargets(few, train);
};

interface Place {
  readonly loss: number;
  readonly told: ReadonlyArray<Measured & { readonly kinks: number }>;
  readonly untold: ReadonlyArray<string>;
}

/** All tensors, or those named, at weights drawn for the `place`-th time. */
const at = (
  wiring: Wiring,
  slice: Slice,
  count: number,
  place: number,
  only?: ReadonlyArray<string>,
): Place => {
  const { model, seed } = wiring;
  const weights = drawnWeights(model, wiring.weights, seed, `sanity/wrongGradient/${place}`);
  const probe = openGradientProbe(wiring, weights, slice);
  const names = only ?? Object.keys(probe.gradients);
  const told = names.flatMap((name) => {
    const own = best(probe, name, coordinatesOf(probe.gradients[name]!, count, seed, name));
    if (own === undefined) return [];
    const kinks = own.error > UNSURE ? probe.kinks(name, own.worst.at, own.step) : 0;
    return [{ ...own, kinks }];
  });
  probe.close();
  const untold = names.filter((name) => told.every((each) => each.name !== name));
  return { loss: probe.loss, told, untold };
};

/** What disagrees is looked at elsewhere too, and counts where it agrees best. */
const everywhere = (wiring: Wiring, slice: Slice, count: number): Place => {
  const { loss, told: first, untold } = at(wiring, slice, count, 0);
  let told = first;
  for (let place = 1; place < PLACES; place++) {
    const doubtful = told.filter(({ error }) => !(error <= UNSURE)).map(({ name }) => name);
    if (doubtful.length === 0) break;
    const again = at(wiring, slice, count, place, doubtful);
    told = told.map((each) => {
      const other = again.told.find(({ name }) => name === each.name);
      return other !== undefined && other.error < each.error ? other : each;
    });
  }
  return { loss, told, untold };
};

/**
 * SAN007: gradients against centred differences (f(w + h) − f(w − h))/2h, some numbers of every tensor on 3 examples, at weights drawn for it.
 * float32 tells nothing of single numbers, so the error is the tensor's, ‖a − n‖/(‖a‖ + ‖n‖): above .01 it fails, above
 * .003 it warns. h is .01, and smaller again and again while the two disagree, then at other weights: kinks crossed
 * between the two ends (ReLU, max) disturb, and a gradient that is wrong stays so at every h. What rounding takes is off the error, and a
 * tensor with so small a gradient that it takes all is named as not told.
 */
export const wrongGradient: Check<Config> = {
  ...identity,
  config,
  run(wiring, { coordinates }) {
    const slice = examplesOf(wiring);
    const tensors = Object.values(wiring.model.paramShapes).filter(isTrained).length;
    const count = Math.max(FEWEST, Math.min(coordinates, Math.floor(ALL / Math.max(1, tensors))));
    const { loss, told, untold } = everywhere(wiring, slice, count);
    const ranked = told.toSorted((a, b) => b.error - a.error);
    const bad = ranked.filter(({ error }) => !(error <= UNSURE));
    const worst = ranked[0];
    if (worst === undefined)
      return notApplicable(identity, `no tensor has a gradient that float32 can tell (loss ${digits(loss)})`);
    const evidence = `tensor error up to ${worst.error.toExponential(1)} (limits ${UNSURE} and ${WRONG}) in ${told.length} tensors, ${count} numbers each, ${slice.size} examples: ${(bad.length > 0 ? bad : [worst]).slice(0, 4).map(textOf).join("; ")}${untold.length > 0 ? `; too small to tell: ${untold.join(", ")}` : ""}`;
    if (bad.length === 0) return passed(identity, evidence);
    return found(identity, {
      severity: severityOf(worst.error),
      where: bad.map(({ name }) => name).join(", "),
      evidence,
      reason: "The gradient is not the derivative of the loss, so every update goes astray.",
      remedies: [
        {
          text: "Mend the gradient of the operation that follows the named tensor: a hand-written one, a stopped one.",
        },
        { text: "See that the forward pass gives the same for the same inputs." },
      ],
      source: "cs231n; measured in float32 on 784-64-64-10",
    });
  },
};
