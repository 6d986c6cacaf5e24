/** Writes that come often, kept for a moment and done together in one transaction. */
import type { Sqlite } from "./Sqlite.ts";

export interface WriteBuffer {
  readonly add: (write: () => void) => void;
  /** Does what is waiting; inside a transaction as a part of it. */
  readonly flush: () => void;
}

export const makeWriteBuffer = (db: Sqlite): WriteBuffer => {
  const waiting: Array<() => void> = [];
  const flush = db.transaction(() => {
    for (const write of waiting.splice(0)) write();
  });
  return {
    add: (write) => void waiting.push(write),
    flush: () => {
      if (waiting.length > 0) flush();
    },
  };
};
