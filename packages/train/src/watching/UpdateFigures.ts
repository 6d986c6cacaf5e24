/** Sizes of updates and gradients by tensor: what the measured iterations of an epoch come to. */
import type { TensorFigures } from "../History.ts";
import { tensorMetrics } from "../trainingStep.ts";
import { rounded } from "./rounded.ts";

/** By tensor. */
export type UpdateFigures = Readonly<
  Record<string, Pick<TensorFigures, "updateRatio" | "gradientNorm" | "gradientMean">>
>;

/** Figures of a step that measured its tensors, by the names of `tensorMetrics`. */
export type MeasuredStep = Readonly<Record<string, number>>;

/** NaN where there are none; of an even number the lower of the middle two, which was measured. */
const median = (values: ReadonlyArray<number>): number =>
  values.length === 0 ? Number.NaN : [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;

const ratio = (update: number, weight: number): number =>
  weight > 0 ? Math.sqrt(update / weight) : Number.NaN;

/** NaN where it is not finite: a checkpoint has null there, and what goes on from one must come to the same. */
const figureOf = (step: MeasuredStep, name: string): number => {
  const value = step[name];
  return Number.isFinite(value) ? value! : Number.NaN;
};

/** Medians over the measured steps; `sizes` counts the elements of each tensor. */
export const updateFigures = (
  steps: ReadonlyArray<MeasuredStep>,
  sizes: Readonly<Record<string, number>>,
): UpdateFigures =>
  Object.fromEntries(
    Object.entries(sizes).map(([name, size]) => {
      const { update, weight, gradient, absolute } = tensorMetrics(name);
      const over = (of: (step: MeasuredStep) => number) =>
        rounded(median(steps.map(of).filter(Number.isFinite)));
      const figures = {
        updateRatio: over((step) => ratio(figureOf(step, update), figureOf(step, weight))),
        gradientNorm: over((step) => Math.sqrt(figureOf(step, gradient))),
        gradientMean: over((step) => figureOf(step, absolute) / size),
      };
      return [name, figures];
    }),
  );
