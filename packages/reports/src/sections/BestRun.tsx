/** @jsxImportSource preact */
/** The figures of one training: loss, accuracy, confusion, and the network at its start. */

import { ConfusionChart } from "../charts/ConfusionChart.tsx";
import { isLogarithmic } from "../charts/isLogarithmic.ts";
import { LayersChart } from "../charts/LayersChart.tsx";
import { LossChart } from "../charts/LossChart.tsx";
import { QualityChart, qualityName } from "../charts/QualityChart.tsx";
import type { Curve } from "../RunInput.ts";
import type { Confusion, LayerStatistics, TrainingEnd } from "../StepDetail.ts";
import { confusionSentence } from "../sentences/confusionSentence.ts";
import { gapSentence } from "../sentences/gapSentence.ts";
import { gradientSentence } from "../sentences/gradientSentence.ts";
import { layersSentence } from "../sentences/layersSentence.ts";
import { lossSentence } from "../sentences/lossSentence.ts";
import { type DataTable, Figure } from "./Figure.tsx";

const curveTable = (curve: Curve, names: ReadonlyArray<string>): DataTable => {
  const known = names.filter((name) => curve[0]?.scalars[name] !== undefined);
  return {
    columns: ["epoch", ...known],
    rows: curve.map(({ epoch, scalars }) => [epoch, ...known.map((name) => scalars[name] ?? null)]),
  };
};

export interface LearningProps {
  /** Unique on the page. */
  readonly id: string;
  readonly curve: Curve;
  readonly end?: TrainingEnd | undefined;
}

export const LearningFigures = ({ id, curve, end }: LearningProps) => {
  const name = qualityName(curve);
  const last = curve.at(-1)?.scalars ?? {};
  return (
    <div class="pair">
      <Figure
        title="Loss and learning rate"
        caption={[
          `${isLogarithmic(curve) ? "Logarithmic; dotted" : "Dotted"}: learning rate, right axis.`,
          lossSentence(curve),
        ]
          .filter(Boolean)
          .join(" ")}
        data={curveTable(curve, ["train.loss", "validation.loss", "learning_rate"])}
      >
        <LossChart id={`${id}-loss`} curve={curve} end={end} />
      </Figure>
      {name && (
        <Figure
          title={name === "accuracy" ? "Accuracy and gap" : "r2 and gap"}
          caption={gapSentence(name, last[`train.${name}`], last[`validation.${name}`])}
          data={curveTable(curve, [`train.${name}`, `validation.${name}`])}
        >
          <QualityChart id={`${id}-quality`} curve={curve} />
        </Figure>
      )}
    </div>
  );
};

const layerTable = (layers: ReadonlyArray<LayerStatistics>): DataTable => ({
  columns: [
    "layer",
    "weight std",
    "preactivation std",
    "activation std",
    "activation mean",
    "gradient std",
    "share of zeros",
    "dead units",
    "saturated",
  ],
  rows: layers.map((layer) => [
    layer.name,
    layer.weightStd,
    layer.preactivationStd,
    layer.activationStd,
    layer.activationMean,
    layer.gradientStd,
    layer.zeroShare,
    layer.deadShare,
    layer.saturatedShare,
  ]),
});

export interface NetworkProps {
  readonly id: string;
  readonly confusion: Confusion | undefined;
  readonly layers: ReadonlyArray<LayerStatistics> | undefined;
}

/** What is missing has no figure; nothing where both are missing. */
export const NetworkFigures = ({ id, confusion, layers }: NetworkProps) =>
  confusion === undefined && layers === undefined ? null : (
    <div class="pair">
      {confusion && (
        <Figure
          title="Confusion matrix"
          caption={["Per cent of each true class, test set.", confusionSentence(confusion)]
            .filter(Boolean)
            .join(" ")}
          data={{
            columns: ["true \\ predicted", ...confusion.labels],
            rows: confusion.counts.map((row, index) => [confusion.labels[index] ?? String(index), ...row]),
          }}
        >
          <ConfusionChart id={`${id}-confusion`} confusion={confusion} />
        </Figure>
      )}
      {layers && (
        <Figure
          title="Signal by layer at the start"
          caption={[
            "From input to output, before any training; an axis is logarithmic where its values differ by more than 30 times.",
            layersSentence(layers),
            gradientSentence(layers),
          ]
            .filter(Boolean)
            .join(" ")}
          data={layerTable(layers)}
        >
          <LayersChart id={`${id}-layers`} layers={layers} />
        </Figure>
      )}
    </div>
  );
