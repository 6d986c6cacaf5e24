import { digits } from "./digits.ts";
import type { SignalRatio } from "./signalRatio.ts";

const SHOWN = 12;

/** Every layer's spread; of a deep network, some of them. */
const shown = <A>(items: ReadonlyArray<A>): ReadonlyArray<A> =>
  items.length <= SHOWN
    ? items
    : Array.from({ length: SHOWN }, (_, at) => items[Math.round((at * (items.length - 1)) / (SHOWN - 1))]!);

/** `ratio 0.0012 (limit 0.05) over 12 hidden layers, …`: the ratio, its limit, the spread by layer, the factor of one. */
export const signalEvidence = ({ hidden, ratio }: SignalRatio, limit: number): string => {
  const stds = shown(hidden).map(
    ({ name, activationStd }) => `${name} ${digits(activationStd ?? Number.NaN)}`,
  );
  const factor = ratio ** (1 / (hidden.length - 1));
  return [
    `ratio of last to first ${digits(ratio)} (limit ${limit})`,
    `${hidden.length} hidden layers, factor of each ${digits(factor)}`,
    `standard deviation of the activations: ${stds.join(", ")}`,
  ].join("; ");
};
