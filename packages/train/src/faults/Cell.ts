/** One run of the suite: a subject in a network at a seed. */
import type { Finding } from "@attune/core";
import { faults } from "./catalog.ts";
import type { Fault } from "./Fault.ts";
import { healthy } from "./healthy.ts";
import type { NetworkName } from "./networks.ts";
import type { Subject } from "./Subject.ts";

export interface Cell {
  /** Of `faults`, or of `healthy`. */
  readonly subject: string;
  readonly network: NetworkName;
  readonly seed: number;
}

export interface CellResult extends Cell {
  /** In the order in which they were told. */
  readonly findings: ReadonlyArray<Finding>;
  /** Accuracy after training; absent where no training ended. */
  readonly validation?: number;
}

const SEEDS = [1, 2, 3, 4, 5];
const NETWORKS: ReadonlyArray<NetworkName> = ["mlp", "cnn", "lstm"];

const byName: Readonly<Record<string, Subject>> = { ...healthy, ...faults };
const faultsByName: Readonly<Record<string, Fault>> = faults;

export const subjectOf = ({ subject }: Pick<Cell, "subject">): Subject => {
  const found = byName[subject];
  if (found === undefined) throw new Error(`there is no subject ${subject}`);
  return found;
};

/** Undefined of a healthy one. */
export const faultOf = ({ subject }: Pick<Cell, "subject">): Fault | undefined => faultsByName[subject];

/** Every subject in each of its networks, at five seeds. A network's cells of one seed stand together. */
export const allCells = (): ReadonlyArray<Cell> => {
  const subjects = Object.entries(byName);
  return (["mlp", "cnn", "lstm", "table"] as const).flatMap((network) =>
    SEEDS.flatMap((seed) =>
      subjects.flatMap(([subject, { networks = NETWORKS }]) =>
        networks.includes(network) ? [{ subject, network, seed }] : [],
      ),
    ),
  );
};

/** A sample that takes less than a minute: every fault in the mlp, the quick ones in the others, some healthy runs. */
export const quickCells = (): ReadonlyArray<Cell> =>
  allCells().filter(({ subject, network, seed }) => {
    if (seed !== 1) return false;
    const isFault = subject in faults;
    if (network === "mlp") return isFault || ["plain", "sgd", "lsuv", "tanh"].includes(subject);
    return ["zero_weights", "huge_weights", "rate_times_100", "constant_feature"].includes(subject);
  });

/** Thresholds are set on the one half, the tables are of the other: by FNV-1a of the cell's name. */
export const halfOf = ({ subject, network, seed }: Cell): "calibration" | "published" => {
  let hash = 0x811c9dc5;
  for (const letter of `${subject} ${network} ${seed}`)
    hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return ((hash ^ (hash >>> 15)) & 1) === 0 ? "calibration" : "published";
};
