/** @jsxImportSource preact */
/** The network by layer while it learned: small pictures that share their axes, a figure for each question. */
import { FiltersChart } from "../charts/FiltersChart.tsx";
import { growthOf } from "../charts/WeightNormChart.tsx";
import { lookAxis } from "../lookAxis.ts";
import { filtersSentence } from "../sentences/filtersSentence.ts";
import { unitsSentence } from "../sentences/unitsSentence.ts";
import { numberText } from "../texts/numberText.ts";
import { Figure } from "./Figure.tsx";
import { type LayerFiguresProps, type LayerPanels, layerPanels } from "./layerPanels.tsx";
import { lookTable } from "./lookTable.ts";

/** Up to this many panels two figures stand side by side. */
const FEW = 4;

const PanelsFigure = ({ title, caption, data, panels }: LayerPanels) => (
  <Figure title={title} caption={caption} data={data}>
    <div class="panels">{panels}</div>
  </Figure>
);

const Filters = ({ id, watch }: LayerFiguresProps) => {
  const { filters, tensors } = watch;
  const { unit, at } = lookAxis(watch);
  if (filters === undefined) return null;
  const pictured = tensors.find(({ name }) => name === filters.tensor);
  return (
    <Figure
      title="First-layer filters"
      caption={filtersSentence(filters, pictured && growthOf(pictured).at(-1))}
      data={lookTable(lookAxis(watch), [{ name: "lag-1 autocorrelation", values: filters.autocorrelation }])}
    >
      <FiltersChart
        id={`${id}-filters`}
        first={filters.first}
        last={filters.last}
        after={`${unit} ${numberText(at.at(-1) ?? 0, 3)}`}
      />
    </Figure>
  );
};

const AllPanels = ({ figures }: { figures: ReadonlyArray<LayerPanels> }) => (
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
  const { flow, sizes, folded } = layerPanels({ id, watch });
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
