import type { Proposal } from "./Proposal.ts";

export interface YamlFacts {
  readonly name: string;
  /** Of the schema that editors check the file by, from the file; undefined where there is none. */
  readonly schema: string | undefined;
  /** Of the table, from the file. */
  readonly path: string;
  readonly delimiter: string;
  readonly target: string;
  /** What the target holds, in words. */
  readonly targetNote: string;
  /** Whether the classes are numbers, so that they could be values as well. */
  readonly numbersAsClasses: boolean;
  readonly examples: number;
  readonly exclude: ReadonlyArray<{ readonly name: string; readonly why: string }>;
  /** Columns of text that become features. */
  readonly text: ReadonlyArray<string>;
  /** Cells that stand for a missing value. */
  readonly blanks: ReadonlyArray<string>;
  /** What is done about missing values; undefined where none is missing. */
  readonly missing: "mean" | "drop_rows" | undefined;
  readonly proposal: Proposal;
}

/** A text as a YAML value: in quotes unless it can be nothing else. */
const scalar = (text: string): string =>
  /^[A-Za-z_./][\w./-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);

const list = (texts: ReadonlyArray<string>): string => `[${texts.map(scalar).join(", ")}]`;

/** A comment ends with its line: names of columns may hold line ends. */
const comment = (text: string): string => `# ${text.replaceAll(/\s+/g, " ")}`;

const missingNotes = {
  mean: "of the training examples, of text the most frequent value; or drop_rows",
  drop_rows: "the target is missing in some, and is never filled",
} as const;

const dataLines = (facts: YamlFacts): ReadonlyArray<string> => {
  const {
    path,
    delimiter,
    target,
    targetNote,
    numbersAsClasses,
    examples,
    exclude,
    text,
    blanks,
    missing,
    proposal,
  } = facts;
  const { train, validation, test } = proposal.split;
  const stratify = proposal.task === "classification" ? ", stratify: true" : "";
  return [
    "data:",
    "  uses: csv",
    `  path: ${scalar(path)} # ${examples} examples; the path is relative to this file`,
    ...(delimiter === "," ? [] : [`  delimiter: ${JSON.stringify(delimiter)}`]),
    `  target: ${scalar(target)} # ${targetNote}`,
    `  task: ${proposal.task}${numbersAsClasses ? " # regression would take the numbers as values" : ""}`,
    ...(exclude.length === 0
      ? []
      : [
          `  features: { exclude: ${list(exclude.map(({ name }) => name))} } ${comment(exclude.map(({ name, why }) => `${name}: ${why}`).join("; "))}`,
        ]),
    ...(text.length === 0
      ? []
      : [`  categorical: one_hot ${comment(`${text.join(", ")}: one feature a value`)}`]),
    ...(missing === undefined || blanks.length === 1
      ? []
      : [`  blanks: ${list(blanks)} # a value is missing`]),
    ...(missing === undefined ? [] : [`  missing: ${missing} # ${missingNotes[missing]}`]),
    `  split: { train: ${train}, validation: ${validation}, test: ${test}${stratify} } # shares of the whole, or counts`,
    "  normalize: standard # mean 0 and deviation 1, fitted on the training examples alone",
  ];
};

const modelLines = ({ task, widths, hiddenLayers, outputs }: Proposal): ReadonlyArray<string> => {
  const hidden = `    - dense: { units: { choice: [${widths.join(", ")}] }, activation: relu }`;
  return [
    "model:",
    "  layers:",
    `${hidden} # a search space stands where its value would`,
    ...Array.from({ length: hiddenLayers - 1 }, () => hidden),
    `    - dense: { units: ${outputs} } # ${task === "classification" ? "one output a class" : "the value"}`,
    `  loss: ${task === "classification" ? "cross_entropy" : "squared_error"}`,
  ];
};

const stepLines = ({ epochs, batchSize }: Proposal): ReadonlyArray<string> => [
  "steps:",
  "  init: { uses: init, with: { weights: he_normal } } # for relu; xavier_normal for tanh",
  "  sanity: { uses: sanity, needs: [init] } # is the network wired right? a failed check ends the trial",
  "  train:",
  "    uses: train",
  "    needs: [sanity]",
  "    with:",
  "      optimizer: { adam: { learning_rate: { log_uniform: [1.0e-4, 1.0e-1] } } }",
  "      l2: { log_uniform: [1.0e-6, 1.0e-2] }",
  `      epochs: ${epochs}`,
  `      batch_size: ${batchSize}`,
  "  evaluate: { uses: evaluate, needs: [train] } # the test set: finalists only",
];

const sweepLines = ({ task, trials }: Proposal): ReadonlyArray<string> => [
  "sweep:",
  `  objective: { ${task === "classification" ? "maximize: train.validation.accuracy" : "minimize: train.validation.loss"} }`,
  `  trials: ${trials}`,
  "  finalists: { top: 3, seeds: 3 } # the best again on fresh seeds, so that the winner is not luck",
];

/** The experiment file, with a comment where there is something to know or to choose. */
export const proposalYaml = (facts: YamlFacts): string => {
  const { name, schema, proposal } = facts;
  return [
    ...(schema === undefined ? [] : [`# yaml-language-server: $schema=${schema}`]),
    `name: ${scalar(name)}`,
    "seed: 1 # every random number follows from it",
    "",
    ...dataLines(facts),
    "",
    ...modelLines(proposal),
    "",
    ...stepLines(proposal),
    "",
    ...sweepLines(proposal),
    "",
  ].join("\n");
};
