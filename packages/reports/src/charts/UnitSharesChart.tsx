/** @jsxImportSource preact */
/** Shares of one layer's units that are dead (solid) or saturated (dashed), over the epochs. */
import type { WatchedLayer } from "../Watch.ts";
import { type LayerChartProps, layerName } from "./ActivationSpreadChart.tsx";
import { EpochPanel } from "./EpochPanel.tsx";
import type { SharedDomain } from "./sharedDomain.ts";

/** Per cent: 0 to 100. */
export const shareAxis: SharedDomain = { domain: [0, 100], log: false };

const perCent = (column: ReadonlyArray<number | null>): ReadonlyArray<number | null> =>
  column.map((share) => (share === null ? null : 100 * share));

/** Whether its activation has units that can die or saturate. */
export const hasShares = ({ deadShare, saturatedShare }: WatchedLayer): boolean =>
  [...deadShare, ...saturatedShare].some((share) => share !== null);

export const UnitSharesChart = ({ id, layer, epochs, axis }: LayerChartProps) => (
  <EpochPanel
    id={id}
    name={layerName(layer)}
    title="Dead and saturated units"
    epochs={epochs}
    lines={[
      { values: perCent(layer.deadShare), token: "s1" },
      { values: perCent(layer.saturatedShare), token: "s4", dash: "5 3" },
    ]}
    {...axis}
    describe={(last) => `At the end ${Math.round(last)} %.`}
  />
);
