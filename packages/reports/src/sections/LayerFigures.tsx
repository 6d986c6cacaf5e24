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
import { type LookAxis, lookAxis } from "../lookAxis.ts";
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

type Parts = LayerFiguresProps & { readonly looks: LookAxis; readonly few: string | undefined };

const ratios = ({ id, watch: { tensors }, looks, few }: Parts): Panels => {
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

const gradients = ({ id, watch: { tensors }, looks, few }: Parts): Panels => {
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

const growth = ({ id, watch: { tensors }, looks, few }: Parts): Panels => {
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

const spread = ({ id, watch: { layers }, looks, few }: Parts): Panels => {
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

const units = ({ id, watch: { layers }, looks, few }: Parts): Panels => {
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
): Panels => {
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

const Filters = ({ id, watch }: LayerFiguresProps) => {
  const { filters, epochs, tensors } = watch;
  if (filters === undefined) return null;
  const pictured = tensors.find(({ name }) => name === filters.tensor);
  return (
    <Figure
      title="First-layer filters"
      caption={filtersSentence(filters, pictured && growthOf(pictured).at(-1))}
      data={lookTable(looks, [{ name: "lag-1 autocorrelation", values: filters.autocorrelation }])}
    >
      <FiltersChart
        id={`${id}-filters`}
        first={filters.first}
        last={filters.last}
        epochs={epochs.at(-1) ?? 0}
      />
    </Figure>
  );
};

/** What the reader looks at first, then what is folded; figures without a panel are left out. */
const figuresOf = ({ id, watch }: LayerFiguresProps) => {
  const { tensors, layers, tensorCount, layerCount } = watch;
  const looks = lookAxis(watch);
  const byTensor = { id, watch, looks, few: shown(tensors.length, tensorCount, "tensors") };
  const byLayer = { id, watch, looks, few: shown(layers.length, layerCount, "layers") };
  // none where the training broke down before its updates were measured
  const measured = tensors.some(({ updateRatio }) => updateRatio.some((ratio) => ratio !== null));
  const gradientsByTensor = tensors.map(({ name, gradients: all }) => ({ name, histograms: all }));
  const drawn = ({ panels }: Panels) => panels.length > 0;
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

const AllPanels = ({ figures }: { figures: ReadonlyArray<Panels> }) => (
  <>
    {figures.map((figure) => (
      <PanelsFigure key={figure.title} {...figure} />
    ))}
  </>
);

/** Nothing where nothing was watched. */
export const LayerFigures = ({ id, watch }: LayerFiguresProps) => {
  const { tensors, layers } = watch;
  if (tensors.length === 0 && layers.length === 0) return null;
  const { flow, sizes, folded } = figuresOf({ id, watch });
  const most = Math.max(tensors.length, layers.length);
  const grid = most <= FEW ? "pair" : "stack";
  return (
    <div class="stack">
      <div class={grid}>
        <AllPanels figures={flow} />
        {/* two low figures are as high as the pictures beside them */}
        {most <= 2 && watch.filters ? (
          <div class="stack">
            <AllPanels figures={sizes} />
          </div>
        ) : (
          <AllPanels figures={sizes} />
        )}
        <Filters id={id} watch={watch} />
      </div>
      {folded.length > 0 && (
        <details class="card more">
          <summary>
            <h3>Units and histograms by layer</h3>
            <span class="mut">{unitsSentence(watch)}</span>
          </summary>
          <div class={grid}>
            <AllPanels figures={folded} />
          </div>
        </details>
      )}
    </div>
  );
};
