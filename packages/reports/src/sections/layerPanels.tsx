/** @jsxImportSource preact */
/** What the figures by layer are made of: a title, a caption with its numbers, a table, and a panel a layer or tensor. */
import type { VNode } from "preact";
import { ActivationSpreadChart, spreadAxis } from "../charts/ActivationSpreadChart.tsx";
import { GradientNormChart, gradientAxis } from "../charts/GradientNormChart.tsx";
import { HistogramChart } from "../charts/HistogramChart.tsx";
import { hasShares, shareAxis, UnitSharesChart } from "../charts/UnitSharesChart.tsx";
import { ratioAxis, UpdateRatioChart } from "../charts/UpdateRatioChart.tsx";
import { growthAxis, growthOf, WeightNormChart } from "../charts/WeightNormChart.tsx";
import { type LookAxis, lookAxis } from "../lookAxis.ts";
import { gradientNormSentence } from "../sentences/gradientNormSentence.ts";
import { growthSentence } from "../sentences/growthSentence.ts";
import { spreadSentence } from "../sentences/spreadSentence.ts";
import { unitsSentence } from "../sentences/unitsSentence.ts";
import { updateRatioSentence } from "../sentences/updateRatioSentence.ts";
import { captionOf } from "../texts/captionOf.ts";
import type { Histogram, Watch } from "../Watch.ts";
import type { DataTable } from "./Figure.tsx";
import { lookTable } from "./lookTable.ts";

export interface LayerPanels {
  readonly title: string;
  readonly caption: string;
  readonly data: DataTable;
  readonly panels: ReadonlyArray<VNode>;
}

export interface LayerFiguresProps {
  /** Unique on the page. */
  readonly id: string;
  readonly watch: Watch;
}

const shown = (some: number, all: number, what: string): string | undefined =>
  some < all ? `${some} of ${all} ${what} are shown.` : undefined;

type Parts = LayerFiguresProps & { readonly looks: LookAxis; readonly few: string | undefined };

const ratios = ({ id, watch: { tensors }, looks, few }: Parts): LayerPanels => {
  const axis = ratioAxis(tensors);
  return {
    title: "Update : weight by tensor",
    caption: captionOf(
      `‖Δw‖ / ‖w‖ by ${looks.unit}, logarithmic. Shaded: healthy; dashed: limits.`,
      updateRatioSentence({ tensors }),
      few,
    ),
    data: lookTable(
      looks,
      tensors.map(({ name, updateRatio }) => ({ name, values: updateRatio })),
    ),
    panels: tensors.map((tensor, at) => (
      <UpdateRatioChart key={tensor.name} id={`${id}-ratio-${at}`} {...{ tensor, axis }} epochs={looks.at} />
    )),
  };
};

const gradients = ({ id, watch: { tensors }, looks, few }: Parts): LayerPanels => {
  const axis = gradientAxis(tensors);
  return {
    title: "Gradient norm by tensor",
    caption: captionOf(`‖g‖ by ${looks.unit}, all on one axis.`, gradientNormSentence({ tensors }), few),
    data: lookTable(
      looks,
      tensors.map(({ name, gradientNorm }) => ({ name, values: gradientNorm })),
    ),
    panels: tensors.map((tensor, at) => (
      <GradientNormChart key={tensor.name} id={`${id}-norm-${at}`} {...{ tensor, axis }} epochs={looks.at} />
    )),
  };
};

const growth = ({ id, watch: { tensors }, looks, few }: Parts): LayerPanels => {
  const axis = growthAxis(tensors);
  return {
    title: "Growth of the weights by tensor",
    caption: captionOf("‖w‖ over its start. Dashed: limit.", growthSentence({ tensors }), few),
    data: lookTable(
      looks,
      tensors.map((tensor) => ({ name: tensor.name, values: growthOf(tensor) })),
    ),
    panels: tensors.map((tensor, at) => (
      <WeightNormChart key={tensor.name} id={`${id}-growth-${at}`} {...{ tensor, axis }} epochs={looks.at} />
    )),
  };
};

const spread = ({ id, watch: { layers }, looks, few }: Parts): LayerPanels => {
  const axis = spreadAxis(layers);
  return {
    title: "Spread of the activations by layer",
    caption: captionOf(
      `Standard deviation of the outputs by ${looks.unit}.`,
      spreadSentence({ layers }),
      few,
    ),
    data: lookTable(
      looks,
      layers.map(({ name, std }) => ({ name, values: std })),
    ),
    panels: layers.map((layer, at) => (
      <ActivationSpreadChart
        key={layer.name}
        id={`${id}-spread-${at}`}
        {...{ layer, axis }}
        epochs={looks.at}
      />
    )),
  };
};

const units = ({ id, watch: { layers }, looks, few }: Parts): LayerPanels => {
  const known = layers.filter(hasShares);
  return {
    title: "Dead and saturated units by layer",
    caption: captionOf("Per cent of units; solid: dead, dashed: saturated.", unitsSentence({ layers }), few),
    data: lookTable(
      looks,
      known.map(({ name, deadShare, saturatedShare }) => ({
        name,
        values: deadShare.map((share, at) => share ?? saturatedShare[at] ?? null),
      })),
    ),
    panels: known.map((layer, at) => (
      <UnitSharesChart
        key={layer.name}
        id={`${id}-units-${at}`}
        layer={layer}
        epochs={looks.at}
        axis={shareAxis}
      />
    )),
  };
};

interface Named {
  readonly name: string;
  readonly histograms: ReadonlyArray<Histogram | null>;
}

const histograms = (
  id: string,
  { unit, at: places }: LookAxis,
  title: string,
  parts: ReadonlyArray<Named>,
): LayerPanels => {
  const ends = (histogram: Histogram | null | undefined) => [
    histogram?.least ?? null,
    histogram?.largest ?? null,
  ];
  return {
    title: `${title}: where their values lay`,
    caption: `A column a look, its ${unit} below; bright: many values, by square root.`,
    data: {
      columns: ["", "least at the start", "largest at the start", "least at the end", "largest at the end"],
      rows: parts.map(({ name, histograms: all }) => [name, ...ends(all[0]), ...ends(all.at(-1))]),
    },
    panels: parts.map(({ name, histograms: all }, at) => (
      <HistogramChart key={name} id={`${id}-${at}`} {...{ name, title }} epochs={places} histograms={all} />
    )),
  };
};

/** What the reader looks at first, then sizes, then what is folded; figures without a panel are left out. */
export const layerPanels = ({ id, watch }: LayerFiguresProps) => {
  const { tensors, layers, tensorCount, layerCount } = watch;
  const looks = lookAxis(watch);
  const byTensor = { id, watch, looks, few: shown(tensors.length, tensorCount, "tensors") };
  const byLayer = { id, watch, looks, few: shown(layers.length, layerCount, "layers") };
  // none where the training broke down before its updates were measured
  const measured = tensors.some(({ updateRatio }) => updateRatio.some((ratio) => ratio !== null));
  const gradientsByTensor = tensors.map(({ name, gradients: all }) => ({ name, histograms: all }));
  const drawn = ({ panels }: LayerPanels) => panels.length > 0;
  return {
    flow: [...(measured ? [ratios(byTensor)] : []), gradients(byTensor)].filter(drawn),
    sizes: [spread(byLayer), growth(byTensor)].filter(drawn),
    folded: [
      units(byLayer),
      histograms(`${id}-activations`, looks, "Activations", layers),
      histograms(`${id}-gradients`, looks, "Gradients", gradientsByTensor),
    ].filter(drawn),
  };
};
