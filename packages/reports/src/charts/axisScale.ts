/** Scales with their ticks in words. A domain without width is widened, so that one point has a place. */
import { scaleLinear, scaleLog } from "d3-scale";
import { numberText } from "../texts/numberText.ts";

export interface AxisScale {
  /** The place of a value; values outside the domain are held at its ends. */
  readonly at: (value: number) => number;
  readonly domain: readonly [number, number];
  readonly ticks: ReadonlyArray<{ readonly at: number; readonly text: string }>;
}

export interface ScaleOptions {
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  readonly log?: boolean;
  /** About how many ticks. */
  readonly ticks?: number;
  /** Ends at round numbers. */
  readonly nice?: boolean;
  readonly whole?: boolean;
}

const ordered = ([a, b]: readonly [number, number]): readonly [number, number] => (a <= b ? [a, b] : [b, a]);

const widenLinear = ([low, high]: readonly [number, number]): readonly [number, number] => {
  if (low < high) return [low, high];
  const margin = Math.abs(low) * 0.1 || 1;
  return [low - margin, high + margin];
};

const linear = ({ domain, range, ticks = 5, nice = false, whole = false }: ScaleOptions): AxisScale => {
  const scale = scaleLinear(widenLinear(ordered(domain)), range).clamp(true);
  if (nice) scale.nice(ticks);
  const values = scale.ticks(ticks).filter((value) => !whole || Number.isInteger(value));
  const [low, high] = scale.domain();
  return {
    at: (value) => scale(value),
    domain: [low!, high!],
    ticks: values.map((value) => ({ at: scale(value), text: numberText(value) })),
  };
};

/** Ticks at decades, thinned; where they are too few at 1, 2 and 5 of each; the ends where neither lies inside. */
const logTicks = (low: number, high: number, most: number): ReadonlyArray<number> => {
  const from = Math.floor(Math.log10(low) + 1e-9);
  const to = Math.ceil(Math.log10(high) - 1e-9);
  const inside = (value: number) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9);
  const power = (exponent: number) => Number(`1e${exponent}`);
  const every = Math.max(1, Math.ceil((to - from + 1) / (most + 1)));
  const exponents = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const decades = exponents
    .filter((_, index) => index % every === 0)
    .map(power)
    .filter(inside);
  if (decades.length >= Math.min(3, most - 1)) return decades;
  const fine = exponents.flatMap((exponent) => [1, 2, 5].map((m) => m * power(exponent))).filter(inside);
  return fine.length >= 2 ? fine : [low, high];
};

const logarithmic = ({ domain, range, ticks = 5 }: ScaleOptions): AxisScale => {
  const [a, b] = ordered(domain);
  const [low, high] = a < b ? [a, b] : [a / 2, b * 2];
  const scale = scaleLog([low, high], range).clamp(true);
  return {
    at: (value) => scale(value),
    domain: [low, high],
    ticks: logTicks(low, high, ticks).map((value) => ({
      at: scale(value),
      text: numberText(Number(value.toPrecision(6)), 3),
    })),
  };
};

/** Logarithmic where it is asked for and all of the domain is above 0, else linear. */
export const axisScale = (options: ScaleOptions): AxisScale =>
  options.log && Math.min(...options.domain) > 0 ? logarithmic(options) : linear(options);
