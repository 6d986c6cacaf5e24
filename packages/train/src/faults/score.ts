/** Precision and recall of the codes over the cells that ran. */
import { type CellResult, faultOf } from "./Cell.ts";
import { told, warned } from "./told.ts";

/** A part of some whole. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

export const shareOf = ({ count, of }: Share): number => (of === 0 ? Number.NaN : count / of);

export interface FaultScore {
  readonly fault: string;
  readonly expected: ReadonlyArray<string>;
  /** Cells in which an expected code fired. */
  readonly recall: Share;
  /** Cells whose first warning or failure is of an expected code. */
  readonly first: Share;
}

export interface CodeScore {
  readonly code: string;
  /** Of the cells in which it warned or failed, those whose fault explains it. */
  readonly precision: Share;
  /** Of the cells whose fault is told by this code above all, those in which an expected code fired. */
  readonly recall: Share;
  /** Healthy cells in which it warned or failed. */
  readonly alarms: number;
}

export interface Score {
  readonly faults: ReadonlyArray<FaultScore>;
  readonly codes: ReadonlyArray<CodeScore>;
  readonly precision: Share;
  readonly recall: Share;
  /** Healthy cells without a warning or failure. */
  readonly silent: Share;
}

const isExplained = (cell: CellResult, code: string): boolean => {
  const fault = faultOf(cell);
  return fault !== undefined && (fault.expected.includes(code) || fault.consequences.includes(code));
};

const isTold = (cell: CellResult): boolean => {
  const fault = faultOf(cell);
  return fault !== undefined && told(cell.findings, fault.expected).length > 0;
};

const share = <A>(all: ReadonlyArray<A>, holds: (each: A) => boolean): Share => ({
  count: all.filter(holds).length,
  of: all.length,
});

const sum = (shares: ReadonlyArray<Share>): Share =>
  shares.reduce((a, b) => ({ count: a.count + b.count, of: a.of + b.of }), { count: 0, of: 0 });

const faultScore = (fault: string, cells: ReadonlyArray<CellResult>): FaultScore => {
  const expected: ReadonlyArray<string> = faultOf({ subject: fault })?.expected ?? [];
  return {
    fault,
    expected,
    recall: share(cells, isTold),
    first: share(cells, ({ findings }) => {
      const first = findings.find(({ severity }) => severity !== "info");
      return expected.includes(first?.code ?? told(findings, expected)[0]?.code ?? "");
    }),
  };
};

const codeScore = (code: string, cells: ReadonlyArray<CellResult>): CodeScore => {
  const fired = cells.filter(({ findings }) => warned(findings).includes(code));
  return {
    code,
    precision: share(fired, (cell) => isExplained(cell, code)),
    recall: share(
      cells.filter((cell) => faultOf(cell)?.expected[0] === code),
      isTold,
    ),
    alarms: fired.filter((cell) => faultOf(cell) === undefined).length,
  };
};

export const score = (cells: ReadonlyArray<CellResult>): Score => {
  const faulty = cells.filter((cell) => faultOf(cell) !== undefined);
  const faults = [...new Set(faulty.map(({ subject }) => subject))].map((fault) =>
    faultScore(
      fault,
      faulty.filter(({ subject }) => subject === fault),
    ),
  );
  const names = cells.flatMap((cell) => [
    ...warned(cell.findings),
    ...(faultOf(cell)?.expected.slice(0, 1) ?? []),
  ]);
  const codes = [...new Set(names)].sort().map((code) => codeScore(code, cells));
  return {
    faults,
    codes,
    precision: sum(codes.map(({ precision }) => precision)),
    recall: sum(faults.map(({ recall }) => recall)),
    silent: share(
      cells.filter((cell) => faultOf(cell) === undefined),
      ({ findings }) => warned(findings).length === 0,
    ),
  };
};
