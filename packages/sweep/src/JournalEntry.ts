/** What a study decided, in virtual order, with its numbers. Never times of the clock, attempts, hosts or cache hits. */
import { Trial } from "@attune/search";
import * as Schema from "effect/Schema";

const number = Schema.Int;
const at = Schema.Int; // virtual time: epochs

export const JournalEntry = Schema.TaggedUnion({
  Asked: { trial: number, at, assignment: Trial.fields.assignment },
  Ended: { at, record: Trial },
  /** The best trials, which are run again. */
  Ranked: { ranking: Schema.Array(Schema.Struct({ trial: number, objective: Schema.Finite })) },
  /** A finalist on one fresh seed. */
  Repeated: {
    trial: number,
    repeat: Schema.Int,
    seed: Schema.Int,
    state: Trial.fields.state,
    objective: Schema.optionalKey(Schema.Finite),
    test: Schema.Record(Schema.String, Schema.Finite),
  },
  /** The finalist with the best mean objective over its seeds. */
  Won: { trial: number, mean: Schema.Finite },
});
export type JournalEntry = typeof JournalEntry.Type;
