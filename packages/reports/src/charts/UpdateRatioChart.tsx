/** @jsxImportSource preact */
/** ‖Δw‖ / ‖w‖ of one tensor over the epochs, on the healthy band and between the limits. */
import { numberText } from "../texts/numberText.ts";
import { HEALTHY_RATIO, RATIO_LIMITS } from "../updateRatioBands.ts";
import type { WatchedTensor } from "../Watch.ts";
import { EpochPanel } from "./EpochPanel.tsx";
import { decades, type SharedDomain } from "./sharedDomain.ts";

export interface TensorChartProps {
  /** Unique on the page. */
  readonly id: string;
  readonly tensor: WatchedTensor;
  readonly epochs: ReadonlyArray<number>;
  /** The axis that the tensors beside it have too. */
  readonly axis: SharedDomain;
}

/** Decades that hold the limits with a margin. */
export const ratioAxis = (tensors: ReadonlyArray<WatchedTensor>): SharedDomain =>
  decades(
    tensors.map(({ updateRatio }) => updateRatio),
    [1e-5, 1e-1],
  );

export const UpdateRatioChart = ({ id, tensor, epochs, axis }: TensorChartProps) => (
  <EpochPanel
    id={id}
    name={tensor.name}
    title="Update : weight"
    epochs={epochs}
    lines={[{ values: tensor.updateRatio, token: "s0" }]}
    {...axis}
    band={HEALTHY_RATIO}
    limits={RATIO_LIMITS}
    describe={(last) => `At the end ${numberText(last, 3)}.`}
  />
);
