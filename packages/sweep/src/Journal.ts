/**
 * The journal of a study, kept in the store. A study that runs again makes the same entries; one that had failed is
 * kept as it was, so that what was decided after it stays decided, and its new result is appended.
 */
import { canonicalJson, type Json, sha256 } from "@attune/core";
import * as Option from "effect/Option";
import * as Schema from "effect/Schema";
import { JournalEntry } from "./JournalEntry.ts";

export interface Journal {
  /** Adds an entry and gives the one that stands: the stored one, where that was a failure. */
  readonly record: (entry: JournalEntry) => JournalEntry;
  /** Appends the new results of what had failed before. */
  readonly appendRepeated: () => ReadonlyArray<JournalEntry>;
  readonly entries: () => ReadonlyArray<JournalEntry>;
  /** sha256 of all entries. */
  readonly digest: () => string;
}

const decodeEntry = Schema.decodeUnknownOption(JournalEntry);
const encodeEntry = (entry: JournalEntry): Json =>
  Schema.decodeUnknownSync(Schema.Json)(Schema.encodeSync(JournalEntry)(entry));

/** What an entry is about; undefined for one that did not fail. */
const failedSubject = (entry: JournalEntry): string | undefined => {
  if (entry._tag === "Ended" && entry.record.state === "failed") return `Ended ${entry.record.number}`;
  if (entry._tag === "Repeated" && entry.state === "failed") return `Repeated ${entry.trial} ${entry.repeat}`;
  return undefined;
};

const subject = (entry: JournalEntry): string => {
  if (entry._tag === "Ended") return `Ended ${entry.record.number}`;
  return entry._tag === "Repeated" ? `Repeated ${entry.trial} ${entry.repeat}` : entry._tag;
};

/** `write` keeps the entry at a position and drops all that stood after it. */
export const openJournal = (
  storedEntries: ReadonlyArray<Json>,
  write: (position: number, entry: Json) => void,
): Journal => {
  let stored = storedEntries.flatMap((entry) => Option.toArray(decodeEntry(entry)));
  const entries: Array<JournalEntry> = [];
  const repeated: Array<JournalEntry> = [];

  const add = (entry: JournalEntry) => {
    const before = stored[entries.length];
    const encoded = encodeEntry(entry);
    if (before === undefined || canonicalJson(encodeEntry(before)) !== canonicalJson(encoded)) {
      write(entries.length, encoded);
      stored = stored.slice(0, entries.length);
      stored.push(entry);
    }
    entries.push(entry);
    return entry;
  };

  return {
    record: (entry) => {
      const before = stored[entries.length];
      const failedBefore = before !== undefined && failedSubject(before) === subject(entry);
      if (!failedBefore || failedSubject(entry) !== undefined) return add(entry);
      repeated.push(entry);
      return add(before);
    },
    appendRepeated: () => repeated.splice(0).map(add),
    entries: () => entries,
    digest: () => sha256(canonicalJson(entries.map(encodeEntry))),
  };
};
