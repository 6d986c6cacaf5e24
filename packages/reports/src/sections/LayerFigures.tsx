/** @jsxImportSource preact */
/** The network by layer while it learned: small pictures that share their axes, a figure for each question. */
import type { VNode } from "preact";
import { ActivationSpreadChart, spreadAxis } from "../charts/ActivationSpreadChart.tsx";
import { FiltersChart } from "../charts/FiltersChart.tsx";
import { GradientNormChart, gradientAxis } from "../charts/GradientNormChart.tsx";
import { HistogramChart } from "../charts/HistogramChart.tsx";
import { hasShares, shareAxis, UnitSharesChart } from "../charts/UnitSharesChart.tsx";
import { ratioAxis, UpdateRatioChart } from "../charts/UpdateRatioChart.tsx";
import { growthAxis, growthOf, WeightNormChart } from "../charts/WeightNormChart.tsx";
import { filtersSentence } from "../sentences/filtersSentence.ts";
import { gradientNormSentence } from "../sentences/gradientNormSentence.ts";
import { growthSentence } from "../sentences/growthSentence.ts";
import { spreadSentence } from "../sentences/spreadSentence.ts";
import { unitsSentence } from "../sentences/unitsSentence.ts";
import { updateRatioSentence } from "../sentences/updateRatioSentence.ts";
import type { Histogram, Watch } from "../Watch.ts";
import { type DataTable, Figure } from "./Figure.tsx";
import { lookTable } from "./lookTable.ts";

export interface LayerFiguresProps {
  /** Unique on the page. */
  readonly id: string;
  readonly watch: Watch;
}

/** Up to this many panels two figures stand side by side. */
const FEW = 4;

const shown = (some: number, all: number, what: string): string | undefined =>
  some < all ? `${some} of ${all} ${what} are shown.` : undefined;

const captionOf = (...sentences: ReadonlyArray<string | undefined>): string =>
  sentences.filter((sentence) => sentence !== undefined).join(" ");

interface Panels {
  readonly title: string;
  readonly caption: string;
  readonly data: DataTable;
  readonly panels: ReadonlyArray<VNode>;
}

const PanelsFigure = ({ title, caption, data, panels }: Panels) => (
  <Figure title={title} caption={caption} data={data}>
    <div class="panels">{panels}</div>
  </Figure>
);

type Parts = LayerFiguresProps & { readonly few: string | undefined };

const ratios = ({ id, watch: { tensors, epochs }, few }: Parts): Panels => {
  const axis = ratioAxis(tensors);
  return {
    title: "Update : weight by tensor",
    caption: captionOf(
      "‖Δw‖ / ‖w‖ by epoch, logarithmic. Shaded: healthy; dashed: limits.",
      updateRatioSentence({ tensors }),
      few,
    ),
    data: lookTable(
      epochs,
      tensors.map(({ name, updateRatio }) => ({ name, values: updateRatio })),
    ),
    panels: tensors.map((tensor, at) => (
      <UpdateRatioChart key={tensor.name} id={`${id}-ratio-${at}`} {...{ tensor, epochs, axis }} />
    )),
  };
};

const gradients = ({ id, watch: { tensors, epochs }, few }: Parts): Panels => {
  const axis = gradientAxis(tensors);
  return {
    title: "Gradient norm by tensor",
    caption: captionOf("‖g‖ by epoch, all on one axis.", gradientNormSentence({ tensors }), few),
    data: lookTable(
      epochs,
      tensors.map(({ name, gradientNorm }) => ({ name, values: gradientNorm })),
    ),
    panels: tensors.map((tensor, at) => (
      <GradientNormChart key={tensor.name} id={`${id}-norm-${at}`} {...{ tensor, epochs, axis }} />
    )),
  };
};

const growth = ({ id, watch: { tensors, epochs }, few }: Parts): Panels => {
  const axis = growthAxis(tensors);
  return {
    title: "Growth of the weights by tensor",
    caption: captionOf("‖w‖ over its start. Dashed: limit.", growthSentence({ tensors }), few),
    data: lookTable(
      epochs,
      tensors.map((tensor) => ({ name: tensor.name, values: growthOf(tensor) })),
    ),
    panels: tensors.map((tensor, at) => (
      <WeightNormChart key={tensor.name} id={`${id}-growth-${at}`} {...{ tensor, epochs, axis }} />
    )),
  };
};

const spread = ({ id, watch: { layers, epochs }, few }: Parts): Panels => {
  const axis = spreadAxis(layers);
  return {
    title: "Spread of the activations by layer",
    caption: captionOf("Standard deviation of the outputs by epoch.", spreadSentence({ layers }), few),
    data: lookTable(
      epochs,
      layers.map(({ name, std }) => ({ name, values: std })),
    ),
    panels: layers.map((layer, at) => (
      <ActivationSpreadChart key={layer.name} id={`${id}-spread-${at}`} {...{ layer, epochs, axis }} />
    )),
  };
};

const units = ({ id, watch: { layers, epochs }, few }: Parts): Panels => {
  const known = layers.filter(hasShares);
  return {
    title: "Dead and saturated units by layer",
    caption: captionOf("Per cent of units; solid: dead, dashed: saturated.", unitsSentence({ layers }), few),
    data: lookTable(
      epochs,
      known.map(({ name, deadShare, saturatedShare }) => ({
        name,
        values: deadShare.map((share, at) => share ?? saturatedShare[at] ?? null),
      })),
    ),
    panels: known.map((layer, at) => (
      <UnitSharesChart key={layer.name} id={`${id}-units-${at}`} {...{ layer, epochs }} axis={shareAxis} />
    )),
  };
};

interface Named {
  readonly name: string;
  readonly histograms: ReadonlyArray<Histogram | null>;
}

const histograms = (
  id: string,
  epochs: ReadonlyArray<number>,
  title: string,
  parts: ReadonlyArray<Named>,
): Panels => {
  const ends = (histogram: Histogram | null | undefined) => [
    histogram?.least ?? null,
    histogram?.largest ?? null,
  ];
  return {
    title: `${title}: where their values lay`,
    caption: "A column a look, its epoch below; bright: many values, by square root.",
    data: {
      columns: ["", "least at the start", "largest at the start", "least at the end", "largest at the end"],
      rows: parts.map(({ name, histograms: all }) => [name, ...ends(all[0]), ...ends(all.at(-1))]),
    },
    panels: parts.map(({ name, histograms: all }, at) => (
      <HistogramChart key={name} id={`${id}-${at}`} {...{ name, title, epochs }} histograms={all} />
    )),
  };
};

const Filters = ({ id, watch: { filters, epochs } }: LayerFiguresProps) =>
  filters === undefined ? null : (
    <Figure
      title="First-layer filters"
      caption={filtersSentence(filters)}
      data={lookTable(epochs, [{ name: "lag-1 autocorrelation", values: filters.autocorrelation }])}
    >
      <FiltersChart
        id={`${id}-filters`}
        first={filters.first}
        last={filters.last}
        epochs={epochs.at(-1) ?? 0}
      />
    </Figure>
  );

/** What the reader looks at first stands open; the rest is folded. Nothing where nothing was watched. */
export const LayerFigures = ({ id, watch }: LayerFiguresProps) => {
  const { tensors, layers, tensorCount, layerCount, epochs } = watch;
  if (tensors.length === 0 && layers.length === 0) return null;
  const byTensor = { id, watch, few: shown(tensors.length, tensorCount, "tensors") };
  const byLayer = { id, watch, few: shown(layers.length, layerCount, "layers") };
  // none where the training broke down before its updates were measured
  const measured = tensors.some(({ updateRatio }) => updateRatio.some((ratio) => ratio !== null));
  const open = [...(measured ? [ratios(byTensor)] : []), gradients(byTensor), spread(byLayer)];
  const folded = [
    units(byLayer),
    histograms(
      `${id}-activations`,
      epochs,
      "Activations",
      layers.map(({ name, histograms: all }) => ({ name, histograms: all })),
    ),
    histograms(
      `${id}-gradients`,
      epochs,
      "Gradients",
      tensors.map(({ name, gradients: all }) => ({ name, histograms: all })),
    ),
  ];
  const grown = growth(byTensor);
  const pictured = watch.filters !== undefined;
  const drawn = ({ panels }: Panels) => panels.length > 0;
  const most = Math.max(tensors.length, layers.length);
  const grid = most <= FEW ? "pair" : "stack";
  return (
    <div class="stack">
      <div class={grid}>
        {[...open, ...(pictured ? [] : [grown])].filter(drawn).map((figure) => (
          <PanelsFigure key={figure.title} {...figure} />
        ))}
        <Filters id={id} watch={watch} />
      </div>
      <details class="card more">
        <summary>
          <h3>{`${pictured ? "Weights, u" : "U"}nits and histograms by layer`}</h3>
          <span class="mut">
            {captionOf(pictured ? growthSentence(watch) : undefined, unitsSentence(watch))}
          </span>
        </summary>
        <div class={grid}>
          {[...(pictured ? [grown] : []), ...folded].filter(drawn).map((figure) => (
            <PanelsFigure key={figure.title} {...figure} />
          ))}
        </div>
      </details>
    </div>
  );
};
