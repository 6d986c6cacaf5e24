/** @jsxImportSource preact */
/** How each training of a run went: over its epochs, between them, and layer by layer. */
import type { RunInput, StepSummary } from "../RunInput.ts";
import { endOf } from "../StepDetail.ts";
import { endSentence } from "../sentences/endSentence.ts";
import { LearningFigures } from "./BestRun.tsx";
import { LayerFigures } from "./LayerFigures.tsx";
import { TraceFigures } from "./TraceFigures.tsx";

const EndNote = ({ detail }: Pick<StepSummary, "detail">) => {
  const sentence = endSentence(endOf(detail));
  return sentence === undefined ? null : <p>{sentence}</p>;
};

/** Trainings that finished an epoch, or were watched up to where they broke down. */
export const trainings = ({ steps, curves }: RunInput) =>
  curves.flatMap(({ step, rows }) => {
    const { watch, detail = {} } = steps.find(({ id }) => id === step) ?? {};
    return rows.length > 0 || watch ? [{ step, rows, watch, detail }] : [];
  });

export const Learning = ({ input }: { input: RunInput }) => {
  const shown = trainings(input);
  return shown.length === 0 ? null : (
    <div class="stack">
      <h2 id="learning">How it learned</h2>
      {shown.map(({ step, rows, watch, detail }) => (
        <div key={step} class="stack">
          {shown.length > 1 && <h3>{step}</h3>}
          <EndNote detail={detail} />
          {rows.length > 0 && <LearningFigures id={`curve-${step}`} curve={rows} end={endOf(detail)} />}
          {watch && <TraceFigures id={`trace-${step}`} watch={watch} curve={rows} />}
        </div>
      ))}
    </div>
  );
};

export const Layers = ({ input }: { input: RunInput }) => {
  const shown = trainings(input).filter(({ watch }) => watch !== undefined);
  return shown.length === 0 ? null : (
    <div class="stack">
      <h2 id="layers">Layer by layer</h2>
      {shown.map(({ step, watch }) => (
        <div key={step} class="stack">
          {shown.length > 1 && <h3>{step}</h3>}
          {watch && <LayerFigures id={`layers-${step}`} watch={watch} />}
        </div>
      ))}
    </div>
  );
};
