import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, type Wiring, waive } from "../Check.ts";
import { type ColumnStatistics, columnStatistics } from "../columnStatistics.ts";
import { digits } from "../digits.ts";
import { readsIndices } from "../readsIndices.ts";

const identity = { code: "DAT001", name: "inputsNotNormalized" };

/** Of a scaled feature: how far its mean is from 0, how its deviation lies about 1; or else within ±RANGE. */
const MEAN = 0.5;
const STD = { low: 0.3, high: 3 };
const RANGE = 1.5;
/** A feature narrower than this hardly reaches the first layer; many a rare one is, so most of them must be. */
const NARROW = 0.02;
const MOST = 0.5;

type Feature = ColumnStatistics & { readonly index: number };

const tooWide = ({ mean, std, min, max }: Feature): boolean =>
  !((Math.abs(mean) <= MEAN && std >= STD.low && std <= STD.high) || (min >= -RANGE && max <= RANGE));

const tooNarrow = ({ std }: Feature): boolean => std < NARROW;

/** How far from 0 a feature's numbers are, on any scale. */
const size = ({ min, max }: Feature): number => Math.max(Math.abs(min), Math.abs(max));

const nameOf = ({ featureNames, train }: Wiring, { index }: Feature): string =>
  train.inputShape.length > 1 ? `channel ${index}` : (featureNames[index] ?? `feature ${index}`);

/**
 * DAT001: inputs that are neither of mean 0 and deviation 1 nor in 0 to 1 or −1 to 1 (with a margin: a mean within .5,
 * a deviation of .3 to 3; a range within ±1.5), feature by feature, pictures channel by channel as they are
 * normalized. Also where most features are narrower than .02: they hardly reach the first layer. Constant features are
 * DAT002's.
 */
export const inputsNotNormalized: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({ description: "Are the inputs scaled to about 1?" }),
  run(wiring) {
    const { train } = wiring;
    if (readsIndices(wiring.model)) return notApplicable(identity, "the inputs are indices, not quantities");
    const features = columnStatistics(train.inputs, train.inputShape.at(-1) ?? 1)
      .map((statistics, index): Feature => ({ ...statistics, index }))
      .filter(({ min, max }) => min !== max);
    if (features.length === 0) return notApplicable(identity, "every feature is constant: see DAT002");
    const wide = features.filter(tooWide);
    const narrow = features.filter(tooNarrow);
    const bad = wide.length > 0 ? wide : narrow;
    const [worst] = (bad.length > 0 ? bad : features).toSorted((a, b) =>
      wide.length > 0 ? size(b) - size(a) : size(a) - size(b),
    );
    const evidence = `${bad.length} of ${features.length} features outside (limits: mean ±${MEAN} with deviation ${STD.low} to ${STD.high}, or range ±${RANGE}; deviation ${NARROW}); ${nameOf(wiring, worst!)} has mean ${digits(worst!.mean)}, deviation ${digits(worst!.std)}, range ${digits(worst!.min)} to ${digits(worst!.max)}`;
    if (wide.length === 0 && narrow.length <= MOST * features.length) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: bad
        .slice(0, 12)
        .map((feature) => nameOf(wiring, feature))
        .join(", "),
      evidence,
      reason:
        wide.length > 0
          ? "Features on large or unlike scales give weights gradients of unlike size, so that no learning rate suits them all."
          : "Features this narrow hardly change what the first layer gives.",
      remedies: [
        {
          text: "Bring the inputs to mean 0 and deviation 1.",
          patch: { path: "data.normalize", value: "standard" },
        },
        { text: "Scale the named features where the data is made." },
      ],
      source: "DeepChecker; SageMaker Debugger",
    });
  },
};
