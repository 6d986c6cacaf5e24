/**
 * The journal of a study, kept in the store. A study that runs again makes the same entries. One of a failure stays
 * as it was, so that what was decided after it stays decided; the new result is appended.
 */
import { canonicalJson, type Json, sha256 } from "@attune/core";
import * as Option from "effect/Option";
import * as Schema from "effect/Schema";
import { JournalEntry } from "./JournalEntry.ts";

export interface Journal {
  readonly add: (entry: JournalEntry) => void;
  /** The end of a trial that an earlier run journaled as failed. */
  readonly failedTrial: (trial: number) => Extract<JournalEntry, { _tag: "Ended" }> | undefined;
  /** The same of a finalist on one of its seeds. */
  readonly failedRepeat: (
    trial: number,
    repeat: number,
  ) => Extract<JournalEntry, { _tag: "Repeated" }> | undefined;
  /** sha256 of all entries. */
  readonly digest: () => string;
}

const decodeEntry = Schema.decodeUnknownOption(JournalEntry);
const encodeEntry = (entry: JournalEntry): Json =>
  Schema.decodeUnknownSync(Schema.Json)(Schema.encodeSync(JournalEntry)(entry));

/** `write` keeps the entry at a position and drops all that stood after it. */
export const openJournal = (
  stored: ReadonlyArray<Json>,
  write: (position: number, entry: Json) => void,
): Journal => {
  const before = stored.flatMap((entry) => Option.toArray(decodeEntry(entry)));
  const texts = before.map((entry) => canonicalJson(encodeEntry(entry)));
  const entries: Array<Json> = [];
  return {
    add: (entry) => {
      const encoded = encodeEntry(entry);
      const position = entries.push(encoded) - 1;
      if (texts[position] === canonicalJson(encoded)) return;
      write(position, encoded);
      texts.length = position; // what was decided otherwise after this is void
    },
    failedTrial: (trial) =>
      before
        .filter((entry) => entry._tag === "Ended")
        .find(({ record }) => record.number === trial && record.state === "failed"),
    failedRepeat: (trial, repeat) =>
      before
        .filter((entry) => entry._tag === "Repeated")
        .find((entry) => entry.trial === trial && entry.repeat === repeat && entry.state === "failed"),
    digest: () => sha256(canonicalJson(entries)),
  };
};
