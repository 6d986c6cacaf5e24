/** What the fault suite trains: an experiment, and what is wrong with it, if anything. */
import type { Patch } from "@attune/core";
import type { Dataset } from "@attune/nn";
import type { Wiring } from "../Check.ts";
import type { Data } from "../Resources.ts";
import type { NetworkName } from "./networks.ts";

export interface Subject {
  /** What is wrong, in a few words; of a healthy one what is different. */
  readonly description: string;
  /** Where it can be put in; mlp, cnn and lstm if absent. */
  readonly networks?: ReadonlyArray<NetworkName>;
  /** What is changed of the network's experiment. */
  readonly patches?: (network: NetworkName) => ReadonlyArray<Patch>;
  /** What is changed of the data set as it was read, before it is split and scaled. */
  readonly dataset?: (dataset: Dataset, seed: number) => Dataset;
  /** What is changed of the slices, after that. */
  readonly slices?: (data: Data) => Data;
  /** What is changed of the code, as the checks see it: where no setting can express it. */
  readonly wiring?: (wiring: Wiring) => Wiring;
}
