/** @jsxImportSource preact */
/** The page of a sweep: which configuration, is its lead real, go on or stop? */
import { curvesFrame } from "./charts/CurvesChart.tsx";
import { bestSoFar } from "./charts/HistoryChart.tsx";
import { packCurves } from "./charts/packedCurves.ts";
import { edgesTouched } from "./edgesTouched.ts";
import { failureCauses } from "./failureCauses.ts";
import { htmlDocument } from "./page/htmlDocument.tsx";
import type { StudyInput } from "./StudyInput.ts";
import { LearningFigures, NetworkFigures } from "./sections/BestRun.tsx";
import { FailureCauses } from "./sections/FailureCauses.tsx";
import { FinalistTable } from "./sections/FinalistTable.tsx";
import { Findings } from "./sections/Findings.tsx";
import { LayerFigures } from "./sections/LayerFigures.tsx";
import { Provenance } from "./sections/Provenance.tsx";
import { Reproduce } from "./sections/Reproduce.tsx";
import { curvesOf, SearchFigures } from "./sections/SearchFigures.tsx";
import { TraceFigures } from "./sections/TraceFigures.tsx";
import { TrialTable } from "./sections/TrialTable.tsx";
import { Verdicts } from "./sections/Verdicts.tsx";
import { bestTrialSentence } from "./sentences/bestTrialSentence.ts";
import { endSentence } from "./sentences/endSentence.ts";
import { searchMoreVerdict } from "./sentences/searchMoreVerdict.ts";
import { studyCounts } from "./sentences/studyCounts.ts";
import { studyHeadline } from "./sentences/studyHeadline.ts";
import { testVerdict } from "./sentences/testVerdict.ts";
import { trustVerdict, type Verdict } from "./sentences/trustVerdict.ts";
import { studyData } from "./studyData.ts";
import { type StudyFacts, studyFacts } from "./studyFacts.ts";
import { studyFindings } from "./studyFindings.ts";
import { countText } from "./texts/countText.ts";
import { metricLabel, metricText } from "./texts/metricText.ts";
import { parameterLabels } from "./texts/parameterLabels.ts";

const bestVerdict = (input: StudyInput, facts: StudyFacts): Verdict | undefined => {
  const text = bestTrialSentence(input, facts);
  const { best } = facts;
  if (text === undefined || best === undefined)
    return { figure: "None", text: `${studyCounts(input.trials)}`, tone: "bad" };
  return { figure: `#${best.number}: ${metricText(input.objective.path, best.objective)}`, text, tone: "ok" };
};

const Cards = ({ input, facts }: { input: StudyInput; facts: StudyFacts }) => {
  const { trials, objective, parameters } = input;
  const edges = facts.best ? edgesTouched(parameters, facts.best.assignment) : [];
  const labels = parameterLabels(parameters.map(({ name }) => name));
  const lastGain = bestSoFar({ trials, objective }).at(-1)?.[0];
  const ranked = facts.ranked.map((trial) => trial.objective);
  return (
    <Verdicts
      verdicts={[
        { label: "Best trial", verdict: bestVerdict(input, facts) },
        {
          label: "Can I trust its lead?",
          verdict: trustVerdict({
            path: objective.path,
            lead: facts.lead,
            seedNoise: facts.seedNoise,
            ranked,
            finalists: facts.finalists.length,
          }),
        },
        {
          label: "On the test set",
          verdict: testVerdict(facts.winner, facts.finalists, trials.length, objective.path),
        },
        { label: "Search more?", verdict: searchMoreVerdict(trials.length, lastGain, edges, labels) },
      ]}
    />
  );
};

const Meta = ({ input }: { input: StudyInput }) => (
  <div class="meta">
    {[
      studyCounts(input.trials),
      `${input.sampler} over ${countText(input.parameters.length, "hyperparameter")}`,
      `${countText(input.parallel, "virtual worker")}`,
      `seed ${input.seed}`,
      `engine ${input.engine}`,
      `data ${input.dataDigest.slice(0, 12)}`,
      `${input.split.train} / ${input.split.validation} / ${input.split.test} examples`,
    ].map((text) => (
      <span key={text}>{text}</span>
    ))}
  </div>
);

const Best = ({ input, facts }: { input: StudyInput; facts: StudyFacts }) => {
  if (input.best === undefined) return null;
  const { curve, confusion, layers, end, watch } = input.best;
  const ended = end && endSentence(end);
  return (
    <div class="stack">
      <h2 id="best">{facts.best ? `Best run, #${facts.best.number}` : "Best run"}</h2>
      {ended && <p>{ended}</p>}
      {curve.length > 0 && <LearningFigures id="best" curve={curve} end={end} />}
      {watch && <TraceFigures id="best-trace" watch={watch} curve={curve} />}
      {watch && <LayerFigures id="best-layers" watch={watch} />}
      <NetworkFigures id="best" confusion={confusion} layers={layers} />
    </div>
  );
};

/** ENG001: what the engine had to do slowly, with the number of trials it did so in. */
const engineNotes = ({ trials }: StudyInput): ReadonlyArray<readonly [string, string]> => {
  const notes = trials.flatMap(({ findings }) => findings.filter(({ code }) => code === "ENG001"));
  return [...Map.groupBy(notes, ({ evidence }) => evidence)].map(
    ([evidence, same]) => ["engine note", `${evidence} (${countText(same.length, "trial")})`] as const,
  );
};

const linksOf = (
  input: StudyInput,
  checked: boolean,
  failed: boolean,
): ReadonlyArray<readonly [string, string]> => [
  ...(checked ? [["checks", "Checks"] as const] : []),
  ["history-section", "History"],
  ...(input.parameters.length > 0 ? [["parameters", "Parameters"] as const] : []),
  ...(input.best ? [["best", "Best run"] as const] : []),
  ...(input.finalists.length > 0 ? [["finalists", "Finalists"] as const] : []),
  ...(failed ? [["failures", "Failures"] as const] : []),
  ["trials", "Trials"],
  ["reproduce", "Reproduce"],
];

/** The same input gives the same bytes. */
export const studyPage = async (input: StudyInput): Promise<string> => {
  const facts = studyFacts(input);
  const curves = curvesOf(input);
  const edges = facts.best ? edgesTouched(input.parameters, facts.best.assignment) : [];
  const lines = studyFindings(input, facts, edges);
  const causes = failureCauses(input.trials);
  const frame = curves && curvesFrame(curves);
  return htmlDocument({
    kind: "sweep",
    headline: studyHeadline(input, facts),
    links: linksOf(input, lines.length > 0, causes.length > 0),
    data: studyData(input, facts),
    ...(curves && frame
      ? {
          clientData: {
            metric: metricLabel(curves.metric),
            share: curves.metric.endsWith("accuracy"),
            frame: {
              width: frame.width,
              height: frame.height,
              box: frame.box,
              epochs: frame.epochs,
              values: frame.y.domain,
            },
            // drawn from worst to best, so that the best lie on top
            order: facts.ranked.map(({ number }) => number).toReversed(),
            curves: packCurves(curves.curves, frame.y.domain),
          },
        }
      : {}),
    children: (
      <>
        <Meta input={input} />
        <Cards input={input} facts={facts} />
        <Findings lines={lines} experiment={{ file: input.file, yaml: input.yaml ?? input.bestYaml }} />
        <SearchFigures input={input} facts={facts} curves={curves} />
        <Best input={input} facts={facts} />
        <FinalistTable
          finalists={facts.finalists}
          objective={input.objective}
          winner={input.winner}
          tried={input.trials.length}
        />
        <FailureCauses causes={causes} example={input.failure} />
        <TrialTable input={input} facts={facts} />
        <Reproduce
          command={input.command}
          listings={[
            ...(input.bestYaml === "" ? [] : [{ label: "Best configuration", text: input.bestYaml }]),
            ...(input.yaml === undefined ? [] : [{ label: "Experiment", text: input.yaml }]),
          ]}
        />
        <Provenance
          versions={input.versions}
          facts={[
            ["experiment", input.file],
            ["journal digest", input.journalDigest],
            ["data digest", input.dataDigest],
            ["engine", input.engine],
            ...engineNotes(input),
            ["seed", String(input.seed)],
          ]}
        />
      </>
    ),
  });
};
