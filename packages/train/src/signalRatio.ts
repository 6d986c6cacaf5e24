import type { LayerStatistics } from "./InitialState.ts";

/** How the spread of the signal changes through the hidden layers. */
export interface SignalRatio {
  readonly hidden: ReadonlyArray<LayerStatistics>;
  /** Standard deviation of the last hidden activation over that of the first. */
  readonly ratio: number;
}

type Layers = ReadonlyArray<LayerStatistics>;

/** The layers before the last that has weights; a linear one right before an activation layer is a part of that. */
const hiddenOf = (layers: Layers): Layers => {
  const output = layers.findLastIndex(({ weightStd }) => weightStd !== null);
  return layers.slice(0, Math.max(0, output)).filter(({ activation, weightStd }, index) => {
    const next = layers[index + 1];
    return !(activation === "linear" && weightStd !== null && next?.weightStd === null);
  });
};

/** Undefined where there are fewer than two hidden layers, or a spread is not finite or 0 from the start. */
export const signalRatio = (layers: Layers): SignalRatio | undefined => {
  const hidden = hiddenOf(layers);
  const [first, last] = [hidden[0]?.activationStd, hidden.at(-1)?.activationStd];
  if (hidden.length < 2 || !first || last === null || last === undefined) return undefined;
  return { hidden, ratio: last / first };
};
