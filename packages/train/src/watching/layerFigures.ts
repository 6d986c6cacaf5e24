/** The outputs of a layer on the probe batch, as figures. */
import type { Values } from "@attune/nn";
import type { LayerFigures } from "../History.ts";
import { histogramOf } from "./histogramOf.ts";
import { rounded } from "./rounded.ts";

/** Activations that are 0, with gradient 0, for every input that is not above 0. */
const DYING = ["relu"];

/** Activations with two bounds, where their slope goes to 0. */
const BOUNDS: Readonly<Record<string, readonly [least: number, largest: number]>> = {
  tanh: [-1, 1],
  sigmoid: [0, 1],
};

/** ρ above which a unit is saturated (DeepChecker). */
const SATURATED = 0.85;

const shareOf = (units: ArrayLike<number>, holds: (unit: number) => boolean): number => {
  let count = 0;
  for (let at = 0; at < units.length; at++) if (holds(units[at]!)) count++;
  return units.length === 0 ? 0 : count / units.length;
};

/** Largest output of each unit. */
const peaks = (data: Float32Array, units: number): Float32Array => {
  const largest = new Float32Array(units).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < data.length; row += units) {
    for (let unit = 0; unit < units; unit++) {
      const value = data[row + unit]!;
      // NaN counts as alive
      if (!(value <= largest[unit]!)) largest[unit] = Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
    }
  }
  return largest;
};

/**
 * ρ of each unit: mean of |2(a − min)/(max − min) − 1|, 0 in the middle of the range and 1 at its ends. That is
 * DeepChecker's sum over 50 bins of the range: none of them lies on both sides of the middle.
 */
const saturations = (
  data: Float32Array,
  units: number,
  [least, largest]: readonly [number, number],
): Float64Array => {
  const sums = new Float64Array(units);
  const scale = 2 / (largest - least);
  for (let row = 0; row < data.length; row += units) {
    for (let unit = 0; unit < units; unit++) sums[unit]! += Math.abs((data[row + unit]! - least) * scale - 1);
  }
  return sums.map((sum) => (sum * units) / data.length);
};

/** Of outputs [batch, …, units]: a unit is a place of the last dimension, so of pictures a channel. */
export const layerFigures = ({ shape, data: values }: Values, activation: string): LayerFigures => {
  const data = values instanceof Float32Array ? values : Float32Array.from(values);
  const units = shape.at(-1) ?? 1;
  let sum = 0;
  let squares = 0;
  let zeros = 0;
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    sum += value;
    squares += value * value;
    if (value === 0) zeros++;
  }
  const mean = sum / data.length;
  const bounds = BOUNDS[activation];
  return {
    activation,
    mean: rounded(mean),
    std: rounded(Math.sqrt(Math.max(0, squares / data.length - mean * mean))),
    deadShare: DYING.includes(activation) ? shareOf(peaks(data, units), (peak) => peak <= 0) : null,
    saturatedShare: bounds ? shareOf(saturations(data, units, bounds), (rho) => rho > SATURATED) : null,
    zeroShare: data.length === 0 ? 0 : zeros / data.length,
    histogram: histogramOf(data),
  };
};
