/** The tables of the fault suite, in Markdown: as docs/diagnoses.md has them. */
import { type AdviceScore, type Score, type Share, shareOf } from "@attune/train";

/** Rounded down: 1.00 is all of them. */
const percent = (share: Share): string =>
  share.of === 0
    ? "–"
    : `${(Math.floor(100 * shareOf(share)) / 100).toFixed(2)} (${share.count}/${share.of})`;

const table = (
  titles: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string>>,
): ReadonlyArray<string> => {
  const widths = titles.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]!.length)));
  const line = (cells: ReadonlyArray<string>) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(" | ")} |`;
  return [line(titles), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rows.map(line)];
};

export const faultTable = ({ faults, recall }: Score): ReadonlyArray<string> =>
  table(
    ["fault", "told by any of", "recall", "first in the chain"],
    [
      ...faults.map(({ fault, expected, recall: own, first }) => [
        fault,
        expected.join(", "),
        percent(own),
        percent(first),
      ]),
      ["all", "", percent(recall), ""],
    ],
  );

export const codeTable = ({ codes, precision, silent }: Score): ReadonlyArray<string> => [
  ...table(
    ["code", "precision", "recall of its faults", "false alarms in healthy cells"],
    [
      ...codes.map(({ code, precision: own, recall, alarms }) => [
        code,
        percent(own),
        percent(recall),
        String(alarms),
      ]),
      ["all", percent(precision), "", ""],
    ],
  ),
  "",
  `Healthy cells without a warning: ${percent(silent)}.`,
];

export const adviceTable = (scores: ReadonlyArray<AdviceScore>): ReadonlyArray<string> => {
  const patched = scores.filter(({ byHand }) => !byHand);
  const total = (pick: (score: AdviceScore) => Share): Share => ({
    count: patched.reduce((sum, each) => sum + pick(each).count, 0),
    of: patched.reduce((sum, each) => sum + pick(each).of, 0),
  });
  return [
    ...table(
      ["fault", "code", "first remedy", "finding gone", "and validation better"],
      [
        ...patched.map(({ fault, code, remedy, gone, worked }) => [
          fault,
          code,
          `\`${remedy}\``,
          percent(gone),
          percent(worked),
        ]),
        ["all", "", "", percent(total(({ gone }) => gone)), percent(total(({ worked }) => worked))],
      ],
    ),
    "",
    "First remedies that are done by hand, because what is wrong is in the code or the data, not in the file:",
    "",
    ...scores
      .filter(({ byHand }) => byHand)
      .map(({ fault, code, remedy, cells }) => `- ${fault}, ${code}, ${cells} cells: ${remedy}`),
  ];
};
