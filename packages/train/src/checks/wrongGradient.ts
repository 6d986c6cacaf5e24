import { type NamedValues, permutation, type Slice, stream } from "@attune/nn";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, type Wiring, waive } from "../Check.ts";
import { digits } from "../digits.ts";
import { type GradientProbe, openGradientProbe } from "../GradientProbe.ts";
import { perturbed } from "../perturbed.ts";
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

const textOf = ({ name, error, step, worst }: Measured): string =>
  `${name} ${error.toExponential(1)} at step ${step}, worst at ${worst.at}: gradient ${digits(worst.analytic)}, difference ${digits(worst.numeric)}`;

const severityOf = (error: number): "fail" | "warn" => (error > WRONG ? "fail" : "warn");

const probeOf = (wiring: Wiring): { readonly slice: Slice; readonly weights: NamedValues } => {
  const { model, train, weights, seed } = wiring;
  const normalizes = Object.values(model.paramShapes).some(({ role }) => role === "statistic");
  const few = tinySet(train, normalizes ? NORMALIZED : EXAMPLES, false);
  return {
    slice: wiring.loss.binary_cross_entropy ? few : standardTargets(few, train),
    weights: perturbed(model, weights, seed, "sanity/wrongGradient", 0.02),
  };
};

/**
 * SAN007: gradients against centred differences (f(w + h) − f(w − h))/2h, some numbers of every tensor on 3 examples.
 * float32 tells nothing of single numbers, so the error is the tensor's, ‖a − n‖/(‖a‖ + ‖n‖): above .01 it fails, above
 * .003 it warns. h is .01, and smaller again and again while the two disagree: kinks crossed between the two ends
 * (ReLU, max) disturb, and a gradient that is wrong stays so at every h. What rounding takes is off the error, and a
 * tensor with so small a gradient that it takes all is named as not told.
 */
export const wrongGradient: Check<Config> = {
  ...identity,
  config,
  run(wiring, { coordinates }) {
    const { slice, weights } = probeOf(wiring);
    const probe = openGradientProbe(wiring, weights, slice);
    const names = Object.keys(probe.gradients);
    const count = Math.max(FEWEST, Math.min(coordinates, Math.floor(ALL / Math.max(1, names.length))));
    const measured = names.flatMap((name) => {
      const own = best(probe, name, coordinatesOf(probe.gradients[name]!, count, wiring.seed, name));
      return own === undefined ? [] : [own];
    });
    const untold = names.filter((name) => measured.every((each) => each.name !== name));
    const bad = measured.filter(({ error }) => !(error <= UNSURE)).toSorted((a, b) => b.error - a.error);
    const worst = bad[0] ?? measured.toSorted((a, b) => b.error - a.error)[0];
    const kinks = bad[0] === undefined ? 0 : probe.kinks(bad[0].name, bad[0].worst.at, bad[0].step);
    probe.close();
    if (worst === undefined)
      return notApplicable(
        identity,
        `no tensor has a gradient that float32 can tell (loss ${digits(probe.loss)})`,
      );
    const evidence = `tensor error up to ${worst.error.toExponential(1)} (limits ${UNSURE} and ${WRONG}) in ${measured.length} tensors, ${count} numbers each, ${slice.size} examples: ${(bad.length > 0 ? bad : [worst]).slice(0, 4).map(textOf).join("; ")}${bad.length > 0 ? `; ${kinks} kinks crossed` : ""}${untold.length > 0 ? `; too small to tell: ${untold.join(", ")}` : ""}`;
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
