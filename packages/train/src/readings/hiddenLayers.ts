/** The layers whose outputs feed another layer, in depth order. */
import type { History, LayerFigures, Snapshot } from "../History.ts";

export interface HiddenLayer {
  readonly name: string;
  readonly figures: LayerFigures;
}

/** All but the last layer of the snapshot that has an activation, which is the network's output. */
export const hiddenLayers = (snapshot: Snapshot | undefined): ReadonlyArray<HiddenLayer> =>
  Object.entries(snapshot?.layers ?? {})
    .slice(0, -1)
    .map(([name, figures]) => ({ name, figures }));

/** Name in YAML of the layer's kind: `dense`; empty for a model of the user's. */
export const kindOf = ({ watched }: History, layer: string): string =>
  watched.layers.find(({ name }) => name === layer)?.kind ?? "";
