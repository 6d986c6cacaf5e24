/** @jsxImportSource preact */
/** ‖w‖₂ of one tensor over the epochs, as a multiple of where it started. */
import { numberText } from "../texts/numberText.ts";
import type { WatchedTensor } from "../Watch.ts";
import { EpochPanel } from "./EpochPanel.tsx";
import { type SharedDomain, sharedDomain } from "./sharedDomain.ts";
import type { TensorChartProps } from "./UpdateRatioChart.tsx";

/** Growth above which a tensor runs away (LR003). */
export const GROWTH_LIMIT = 2.5;

/** ‖w‖ over the first ‖w‖; null where that is 0 or not known. */
export const growthOf = ({ norm }: WatchedTensor): ReadonlyArray<number | null> => {
  const first = norm[0];
  return norm.map((value) => (first && value !== null ? Number((value / first).toPrecision(6)) : null));
};

export const growthAxis = (tensors: ReadonlyArray<WatchedTensor>): SharedDomain =>
  sharedDomain([...tensors.map(growthOf), [GROWTH_LIMIT * 1.1]]);

export const WeightNormChart = ({ id, tensor, epochs, axis }: TensorChartProps) => (
  <EpochPanel
    id={id}
    name={tensor.name}
    title="Growth of the weights"
    epochs={epochs}
    lines={[{ values: growthOf(tensor), token: "s2" }]}
    {...axis}
    limits={[GROWTH_LIMIT]}
    describe={(last) => `At the end ${numberText(last, 3)} times the norm at the start.`}
  />
);
