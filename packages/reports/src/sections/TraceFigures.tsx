/** @jsxImportSource preact */
/** How a training went between its epochs, up to its end: losses of batches, gradient norm and learning rate. */
import { BatchLossChart } from "../charts/BatchLossChart.tsx";
import { GradientTraceChart } from "../charts/GradientTraceChart.tsx";
import { lookAxis } from "../lookAxis.ts";
import type { Curve } from "../RunInput.ts";
import { traceSentence } from "../sentences/traceSentence.ts";
import { wiggleSentence } from "../sentences/wiggleSentence.ts";
import { captionOf } from "../texts/captionOf.ts";
import type { Watch } from "../Watch.ts";
import { Figure } from "./Figure.tsx";
import { lookTable } from "./lookTable.ts";

export interface TraceProps {
  /** Unique on the page. */
  readonly id: string;
  readonly watch: Watch;
  readonly curve: Curve;
}

export const TraceFigures = ({ id, watch, curve }: TraceProps) => (
  <div class="pair">
    <Figure
      title="Losses of batches"
      caption={captionOf(
        "Line and band: mean and deviation over windows of iterations.",
        wiggleSentence(watch),
      )}
      data={{
        columns: ["iteration", "iterations", "mean", "deviation", "largest"],
        rows: watch.windows.map(({ start, count, mean, std, largest }) => [start, count, mean, std, largest]),
      }}
    >
      <BatchLossChart id={`${id}-batches`} watch={watch} curve={curve} />
    </Figure>
    <Figure
      title="Gradient norm and learning rate"
      caption={captionOf("Over all tensors; dotted: learning rate, right axis.", traceSentence(watch))}
      data={lookTable(lookAxis(watch), [{ name: "gradient norm", values: watch.gradientNorm }])}
    >
      <GradientTraceChart id={`${id}-gradient`} watch={watch} curve={curve} />
    </Figure>
  </div>
);
