/** The dropout of the network, and what to change of it. */
import type { Remedy } from "@attune/core";
import type { History } from "../History.ts";

export interface DropoutLayer {
  /** `layers.1` */
  readonly name: string;
  readonly rate: number;
}

/** Dropout layers of `model.layers` that drop something. */
export const dropoutLayers = ({ watched }: History): ReadonlyArray<DropoutLayer> =>
  watched.layers.flatMap(({ name, kind, config }) => {
    const rate: unknown =
      kind === "dropout" && typeof config === "object" && config !== null && "rate" in config
        ? config.rate
        : undefined;
    return typeof rate === "number" && rate > 0 ? [{ name, rate }] : [];
  });

const rateTo = ({ name }: DropoutLayer, value: number, text: string): Remedy => ({
  text: `${text} in ${name} to ${value}.`,
  patch: { path: `model.${name}.dropout.rate`, value },
});

/** The weakest layer's rate up by .25, to .75 at most; where there is none, text. */
export const strongerDropout = (history: History): Remedy => {
  const layers = dropoutLayers(history);
  const weakest = layers.length === 0 ? undefined : layers.reduce((a, b) => (b.rate < a.rate ? b : a));
  return weakest === undefined || weakest.rate > 0.5
    ? { text: "Add a dropout layer of rate .25 before the last layer." }
    : rateTo(weakest, Number((weakest.rate + 0.25).toPrecision(3)), "Raise the dropout");
};

/** The strongest layer's rate to a third of it, .5 at most. */
export const weakerDropout = (history: History): ReadonlyArray<Remedy> => {
  const layers = dropoutLayers(history);
  if (layers.length === 0) return [];
  const strongest = layers.reduce((a, b) => (b.rate > a.rate ? b : a));
  return [rateTo(strongest, Number((strongest.rate / 3).toPrecision(2)), "Lower the dropout")];
};
