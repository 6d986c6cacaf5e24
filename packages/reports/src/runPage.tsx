/** @jsxImportSource preact */
/** The page of one run: did it train properly, and what to change next? */

import { causalChain } from "./causalChain.ts";
import { PipelineChart } from "./charts/PipelineChart.tsx";
import { qualityName } from "./charts/QualityChart.tsx";
import { htmlDocument } from "./page/htmlDocument.tsx";
import type { RunInput, StepSummary } from "./RunInput.ts";
import { confusionOf, layersOf } from "./StepDetail.ts";
import { NetworkFigures } from "./sections/BestRun.tsx";
import { collectFindings, type FindingLine, withAnchors } from "./sections/collectFindings.ts";
import { Figure } from "./sections/Figure.tsx";
import { Findings } from "./sections/Findings.tsx";
import { Listing } from "./sections/Listing.tsx";
import { Provenance } from "./sections/Provenance.tsx";
import { Reproduce } from "./sections/Reproduce.tsx";
import { Layers, Learning, trainings } from "./sections/Trainings.tsx";
import { Verdicts } from "./sections/Verdicts.tsx";
import { WhyItFailed } from "./sections/WhyItFailed.tsx";
import { checksVerdict } from "./sentences/checksVerdict.ts";
import { costVerdict } from "./sentences/costVerdict.ts";
import { fitVerdict } from "./sentences/fitVerdict.ts";
import { pipelineSentence } from "./sentences/pipelineSentence.ts";
import { resultVerdict } from "./sentences/resultVerdict.ts";
import { type RunOutcome, runHeadline } from "./sentences/runHeadline.ts";
import { countText } from "./texts/countText.ts";

/** The metrics to speak of, in this order; accuracy speaks louder than the loss it came with. */
const spoken = ["accuracy", "r2", "loss"] as const;

/** The best figure of a slice that some step measured: the last step counts. */
const figureOf = (steps: ReadonlyArray<StepSummary>, slice: string): RunOutcome["figures"] => {
  for (const measure of spoken) {
    const metric = `${slice}.${measure}`;
    const value = steps.flatMap(({ metrics }) => metrics[metric] ?? []).at(-1);
    if (value !== undefined) return [{ metric, value }];
  }
  return [];
};

const outcomeOf = ({ name, steps, curves }: RunInput): RunOutcome => {
  const stopped = steps.find(({ status }) => status === "infeasible" || status === "failed");
  return {
    name,
    stopped: stopped && {
      step: stopped.id,
      status: stopped.status,
      evidence: stopped.findings[0]?.evidence ?? stopped.log?.trim().split("\n").at(-1),
    },
    figures: [...figureOf(steps, "validation"), ...figureOf(steps, "test")],
    epochs: curves.at(-1)?.rows.at(-1)?.epoch ?? 0,
    steps: steps.length,
  };
};

const Cards = ({
  input,
  outcome,
  lines,
}: {
  input: RunInput;
  outcome: RunOutcome;
  lines: ReadonlyArray<FindingLine>;
}) => {
  const count = (...wanted: ReadonlyArray<string>) =>
    lines.filter(({ status }) => wanted.includes(status)).length;
  const rows = input.curves.at(-1)?.rows ?? [];
  const name = qualityName(rows) ?? "loss";
  const last = rows.at(-1)?.scalars;
  const ran = input.steps.filter(({ status }) => status !== "skipped");
  return (
    <Verdicts
      verdicts={[
        { label: "Result", verdict: resultVerdict(outcome) },
        { label: "Checks", verdict: checksVerdict(count("fail", "error"), count("warn"), count("pass")) },
        { label: "Fit", verdict: fitVerdict(name, last?.[`train.${name}`], last?.[`validation.${name}`]) },
        { label: "Cost", verdict: costVerdict(ran, outcome.epochs, input.engine) },
      ]}
    />
  );
};

const Logs = ({ steps }: { steps: ReadonlyArray<StepSummary> }) => {
  const logs = steps.flatMap(({ id, log }) => (log === undefined ? [] : [{ id, log }]));
  if (logs.length === 0) return null;
  return (
    <div class="stack">
      <h2 id="log">Log</h2>
      {logs.map(({ id, log }) => (
        <div key={id} class="card">
          <h3>{id}</h3>
          <Listing label={`Log of ${id}`} text={log.trimEnd()} />
        </div>
      ))}
    </div>
  );
};

const last = <A,>(
  steps: ReadonlyArray<StepSummary>,
  read: (step: StepSummary) => A | undefined,
): A | undefined => steps.flatMap((step) => read(step) ?? []).at(-1);

const Network = ({ steps }: { steps: ReadonlyArray<StepSummary> }) => {
  const confusion = last(steps, ({ detail }) => confusionOf(detail));
  const layers = last(steps, ({ detail }) => {
    const found = layersOf(detail);
    return found && { found };
  })?.found;
  return confusion === undefined && layers === undefined ? null : (
    <div class="stack">
      <h2 id="network">The network</h2>
      <NetworkFigures id="run" confusion={confusion} layers={layers} />
    </div>
  );
};

const Pipeline = ({ steps }: { steps: ReadonlyArray<StepSummary> }) => (
  <section aria-labelledby="steps" class="stack">
    <h2 id="steps">Steps</h2>
    <Figure
      title="Pipeline"
      caption={pipelineSentence(steps.length, steps.filter(({ status }) => status === "succeeded").length)}
      wide
      data={{
        columns: ["step", "kind", "status", "milliseconds", "key"],
        rows: steps.map(({ id, kind, status, durationMillis, key }) => [
          id,
          kind,
          status,
          durationMillis,
          key,
        ]),
      }}
    >
      <PipelineChart steps={steps} />
    </Figure>
  </section>
);

const Meta = ({ input }: { input: RunInput }) => (
  <div class="meta">
    {[
      countText(input.steps.length, "step"),
      `seed ${input.seed}`,
      `engine ${input.engine}`,
      `data ${input.dataDigest.slice(0, 12)}`,
      `${input.split.train} / ${input.split.validation} / ${input.split.test} examples`,
    ].map((text) => (
      <span key={text}>{text}</span>
    ))}
  </div>
);

/** ENG001: what the engine had to do slowly. */
const engineNotes = (steps: ReadonlyArray<StepSummary>): ReadonlyArray<readonly [string, string]> =>
  steps.flatMap(({ id, findings }) =>
    findings
      .filter(({ code }) => code === "ENG001")
      .map(({ evidence }) => ["engine note", `${id}: ${evidence}`] as const),
  );

/** The exact figures, for programs. */
const dataOf = (input: RunInput) => ({
  kind: "run",
  name: input.name,
  dataDigest: input.dataDigest,
  engine: input.engine,
  seed: input.seed,
  steps: input.steps.map(({ id, kind, key, status, metrics }) => ({ id, kind, key, status, metrics })),
  curves: input.curves.map(({ step, rows }) => ({ step, epochs: rows.length, last: rows.at(-1) ?? null })),
});

/** The same input gives the same bytes. */
export const runPage = (input: RunInput): Promise<string> => {
  const { steps } = input;
  const outcome = outcomeOf(input);
  const lines = withAnchors(
    collectFindings(
      steps
        .filter(({ findings, checks }) => findings.length + checks.length > 0)
        .map(({ id, ...step }) => ({ where: id, applied: "", ...step })),
      "step",
    ),
  );
  const learned = trainings(input);
  const links: ReadonlyArray<readonly [string, string]> = [
    ...(lines.length > 0 ? [["checks", "Checks"] as const] : []),
    ...(learned.length > 0 ? [["learning", "Learning"] as const] : []),
    ...(learned.some(({ watch }) => watch) ? [["layers", "Layers"] as const] : []),
    ...(steps.some(({ detail }) => confusionOf(detail) || layersOf(detail))
      ? [["network", "Network"] as const]
      : []),
    ...(steps.some(({ log }) => log !== undefined) ? [["log", "Log"] as const] : []),
    ["steps", "Steps"],
    ["reproduce", "Reproduce"],
  ];
  return htmlDocument({
    kind: "run",
    headline: runHeadline(outcome),
    links,
    data: dataOf(input),
    children: (
      <>
        <Meta input={input} />
        <Cards input={input} outcome={outcome} lines={lines} />
        <WhyItFailed steps={steps} />
        <Findings
          lines={lines}
          experiment={input}
          chain={causalChain(steps.flatMap(({ findings }) => findings))}
        />
        <Logs steps={steps} />
        <Learning input={input} />
        <Layers input={input} />
        <Network steps={steps} />
        <Pipeline steps={steps} />
        <Reproduce command={input.command} listings={[{ label: "Experiment", text: input.yaml }]} />
        <Provenance
          versions={input.versions}
          facts={[
            ["experiment", input.file],
            ["data digest", input.dataDigest],
            ["engine", input.engine],
            ...engineNotes(steps),
            ["seed", String(input.seed)],
          ]}
        />
      </>
    ),
  });
};
