/** @jsxImportSource preact */
/** ‖g‖₂ of one tensor over the epochs. */
import { numberText } from "../texts/numberText.ts";
import type { WatchedTensor } from "../Watch.ts";
import { EpochPanel } from "./EpochPanel.tsx";
import { type SharedDomain, sharedDomain } from "./sharedDomain.ts";
import type { TensorChartProps } from "./UpdateRatioChart.tsx";

export const gradientAxis = (tensors: ReadonlyArray<WatchedTensor>): SharedDomain =>
  sharedDomain(tensors.map(({ gradientNorm }) => gradientNorm));

export const GradientNormChart = ({ id, tensor, epochs, axis }: TensorChartProps) => (
  <EpochPanel
    id={id}
    name={tensor.name}
    title="Gradient norm"
    epochs={epochs}
    lines={[{ values: tensor.gradientNorm, token: "s3" }]}
    {...axis}
    describe={(last) => `At the end ${numberText(last, 3)}.`}
  />
);
