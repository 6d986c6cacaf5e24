/** What core does not know of an experiment file: the sections that other packages own. */
import type { Parameter, Path } from "@attune/search";
import type * as Schema from "effect/Schema";
import type { Configuration } from "./Configuration.ts";
import type { Mistake } from "./decode.ts";
import type { PlacedChoice } from "./placeChoices.ts";
import type { RowReference, StepKind } from "./StepKind.ts";

/** What is known of the data before anything runs, or what is wrong with the data or with a model on it. */
export type Inspection =
  | {
      /** Digest of the content. */
      readonly dataDigest: string;
      /** Examples in each slice: train, validation, test. */
      readonly sizes: Readonly<Record<string, number>>;
    }
  | {
      readonly problems: ReadonlyArray<{
        readonly path: Path;
        readonly message: string;
        readonly remedy?: string;
      }>;
    };

/** What a sweep may know of a step. */
export interface SweptStep {
  readonly id: string;
  readonly readsTest: boolean;
  /** Undefined where only a run can tell. */
  readonly metrics: ReadonlyArray<string> | undefined;
}

/** An engine as this machine has it. */
export interface ChosenEngine {
  /** Part of every key. */
  readonly name: string;
  /** The export that is the engine: its code counts, too. */
  readonly row: RowReference;
  /** The most bytes that it can hold. */
  readonly capacity: number;
}

export interface Language {
  readonly engine: Schema.Codec<string, unknown>;
  /** The engine that a file asks for, or what is missing here. */
  readonly openEngine: (
    choice: string | undefined,
  ) => Promise<ChosenEngine | { readonly message: string; readonly remedy: string }>;
  readonly data: Schema.Codec<unknown, unknown>;
  readonly model: Schema.Codec<unknown, unknown>;
  readonly sweep: Schema.Codec<unknown, unknown>;
  /** What is wrong with the `sweep` section of a file with these steps and hyperparameters. */
  readonly checkSweep: (
    section: unknown,
    steps: ReadonlyArray<SweptStep>,
    parameters: ReadonlyArray<Parameter>,
  ) => ReadonlyArray<Mistake>;
  /** Choices that the `sweep` section makes at other places of the file. */
  readonly choicesOf: (section: unknown) => ReadonlyArray<PlacedChoice>;
  readonly kinds: Readonly<Record<string, StepKind>>;
  /**
   * Looks at the data, builds the model on it, and holds the steps' settings and the engine against both; `uses` has
   * the kind of each step. Must be quick: it is asked for each trial.
   */
  readonly inspect: (
    configuration: Configuration,
    uses: Readonly<Record<string, string>>,
    directory: string,
    engine: ChosenEngine,
  ) => Promise<Inspection>;
}
