/** @jsxImportSource preact */
/** Where the values of one layer or tensor lay at each look: a column a look, bright where they were many. */
import { indexedPng } from "../page/indexedPng.ts";
import { numberText } from "../texts/numberText.ts";
import { evenly } from "../thinWatch.ts";
import type { Histogram } from "../Watch.ts";
import { axisScale } from "./axisScale.ts";
import { PanelName, panelBox, panelFrame } from "./EpochPanel.tsx";
import { NoData } from "./NoData.tsx";
import { Plot, px } from "./Plot.tsx";
import { fill } from "./paint.ts";
import { rebin, sharedRange } from "./rebin.ts";

export interface HistogramChartProps {
  /** Unique on the page. */
  readonly id: string;
  readonly name: string;
  /** `Activations`, `Gradients`. */
  readonly title: string;
  readonly epochs: ReadonlyArray<number>;
  readonly histograms: ReadonlyArray<Histogram | null>;
}

const BINS = 40;

/** viridis in 16 steps (van der Walt and Smith 2015). */
const viridis =
  "440154 481a6c 472f7d 414487 39568c 31688e 2a788e 23888e 1f988b 22a884 35b779 54c568 7ad151 a5db36 d2e21b fde725"
    .split(" ")
    .map((hex) => {
      const value = Number.parseInt(hex, 16);
      return [value >> 16, (value >> 8) & 255, value & 255] as const;
    });

/** Square roots keep the tails visible. A look without a histogram is dark. */
const strip = (histograms: ReadonlyArray<Histogram | null>, range: readonly [number, number]): string => {
  const width = histograms.length;
  const pixels = new Uint8Array(width * BINS);
  for (const [column, histogram] of histograms.entries()) {
    if (histogram === null) continue;
    const shares = rebin(histogram, range, BINS);
    const most = Math.max(...shares);
    for (const [bin, share] of shares.entries())
      pixels[(BINS - 1 - bin) * width + column] = Math.round((viridis.length - 1) * Math.sqrt(share / most));
  }
  return indexedPng({ width, height: BINS, pixels, palette: viridis });
};

export const HistogramChart = ({ id, name, title, epochs, histograms }: HistogramChartProps) => {
  const { left, right, top, bottom } = panelBox;
  const range = sharedRange(histograms.filter((histogram) => histogram !== null));
  const frame = { id, ...panelFrame, title: `${title}, ${name}` };
  if (range === undefined)
    return (
      <Plot {...frame} description="Nothing was measured.">
        <PanelName name={name} />
        <NoData {...panelFrame} text="nothing was measured" />
      </Plot>
    );
  const y = axisScale({ domain: range, range: [bottom, top], ticks: 3 });
  const column = (right - left) / histograms.length;
  const ends = range.map((value) => numberText(value, 2)).join(" to ");
  return (
    <Plot {...frame} description={`${histograms.length} looks; nearly all values from ${ends}.`}>
      <PanelName name={name} />
      <image
        href={strip(histograms, range)}
        x={left}
        y={top}
        width={right - left}
        height={bottom - top}
        preserveAspectRatio="none"
        style="image-rendering:pixelated"
      />
      {y.ticks.map(({ at, text }) => (
        <text key={text} {...fill("mut")} x={left - 6} y={px(at + 4)} text-anchor="end">
          {text}
        </text>
      ))}
      {evenly(histograms.length, 5).map((look) => (
        <text
          key={look}
          {...fill("mut")}
          x={px(left + (look + 0.5) * column)}
          y={bottom + 15}
          text-anchor="middle"
        >
          {numberText(epochs[look] ?? look, 3)}
        </text>
      ))}
    </Plot>
  );
};
