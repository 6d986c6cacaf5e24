/** @jsxImportSource preact */
/** Standard deviation of one layer's outputs over the epochs. */
import { numberText } from "../texts/numberText.ts";
import type { WatchedLayer } from "../Watch.ts";
import { EpochPanel } from "./EpochPanel.tsx";
import { type SharedDomain, sharedDomain } from "./sharedDomain.ts";

export interface LayerChartProps {
  /** Unique on the page. */
  readonly id: string;
  readonly layer: WatchedLayer;
  readonly epochs: ReadonlyArray<number>;
  /** The axis that the layers beside it have too. */
  readonly axis: SharedDomain;
}

export const layerName = ({ name, activation }: WatchedLayer): string =>
  activation === "linear" ? name : `${name}, ${activation}`;

export const spreadAxis = (layers: ReadonlyArray<WatchedLayer>): SharedDomain =>
  sharedDomain(layers.map(({ std }) => std));

export const ActivationSpreadChart = ({ id, layer, epochs, axis }: LayerChartProps) => (
  <EpochPanel
    id={id}
    name={layerName(layer)}
    title="Spread of the activations"
    epochs={epochs}
    lines={[{ values: layer.std, token: "s0" }]}
    {...axis}
    describe={(last) => `Standard deviation at the end ${numberText(last, 3)}.`}
  />
);
