/**
 * Maps a space onto [0, 1) and back, so that a uniform number is a draw from the space, and a sampler that works on
 * an interval works on every space.
 */
import type { ChoiceSpace, NumericSpace, Space, Value } from "./Space.ts";

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

const isLog = ({ kind }: NumericSpace): boolean => kind === "log_uniform" || kind === "log_int";

const stepOf = ({ kind, step }: NumericSpace): number | undefined =>
  step ?? (kind === "int" || kind === "log_int" ? 1 : undefined);

/** How many values there are with this step; 1e-9 forgives the rounding of (1 − 0) / 0.1. */
const count = ({ low, high }: NumericSpace, step: number): number =>
  Math.floor((high - low) / step + 1e-9) + 1;

/**
 * Ends of the interval that [0, 1) is stretched over. On a logarithmic grid each value owns the interval of half a
 * step around it (as in Optuna); the lowest owns no more than the octave half below it, or a step wider than `low`
 * would reach 0.
 */
const ends = (space: NumericSpace, step: number | undefined): readonly [number, number] => {
  if (step === undefined) return [space.low, space.high];
  const top = space.low + (count(space, step) - 1) * step;
  return [Math.max(space.low - step / 2, space.low / 2), top + step / 2];
};

/** The k-th value of a grid, without the tail that sums like 0.1 + 0.2 have. */
const gridValue = (space: NumericSpace, step: number, k: number): number =>
  clamp(Number((space.low + k * step).toPrecision(15)), space.low, space.high);

const numberAt = (space: NumericSpace, unit: number): number => {
  const step = stepOf(space);
  const { low, high } = space;
  if (isLog(space)) {
    const [from, to] = ends(space, step);
    const value = Math.exp(Math.log(from) + unit * (Math.log(to) - Math.log(from)));
    if (step === undefined) return clamp(value, low, high);
    return gridValue(space, step, clamp(Math.round((value - low) / step), 0, count(space, step) - 1));
  }
  if (step === undefined) return clamp(low * (1 - unit) + high * unit, low, high); // high − low could overflow
  const values = count(space, step);
  return gridValue(space, step, Math.min(values - 1, Math.floor(unit * values)));
};

/** How far `value` is on the way; 0 where the ends are so close that floats cannot tell. */
const share = (value: number, from: number, to: number): number => {
  const width = to / 2 - from / 2; // halves: to − from could overflow
  return width === 0 ? 0 : clamp((value / 2 - from / 2) / width, 0, 1);
};

const unitOfNumber = (space: NumericSpace, value: number): number => {
  const step = stepOf(space);
  if (isLog(space)) {
    const [from, to] = ends(space, step);
    return share(Math.log(value), Math.log(from), Math.log(to));
  }
  if (step === undefined) return share(value, space.low, space.high);
  return clamp((Math.round((value - space.low) / step) + 0.5) / count(space, step), 0, 1);
};

/** Sorted, so that the order of the options in the file never changes what is drawn. */
export const sortedLabels = (space: ChoiceSpace): ReadonlyArray<string> =>
  space.options.map(({ label }) => label).sort();

/** The value at `unit` in [0, 1]. Uniform numbers in give the space's distribution out. */
export const fromUnit = (space: Space, unit: number): Value => {
  if (space.kind !== "choice") return numberAt(space, unit);
  const labels = sortedLabels(space);
  return labels[Math.min(labels.length - 1, Math.floor(unit * labels.length))] ?? null;
};

/** Where `value` lies in [0, 1]: of a grid or a choice inside its cell, so that `fromUnit` gives it back. */
export const toUnit = (space: Space, value: Value): number => {
  if (space.kind !== "choice") {
    if (typeof value !== "number") throw new Error(`${String(value)} is not in a space of numbers`);
    return unitOfNumber(space, value);
  }
  const labels = sortedLabels(space);
  const index = typeof value === "string" ? labels.indexOf(value) : -1;
  if (index < 0) throw new Error(`there is no option ${String(value)}`);
  return (index + 0.5) / labels.length;
};
