/** Writes that come often, kept for a moment and done together in one transaction. */
import type { Sqlite } from "./Sqlite.ts";

export interface WriteBuffer {
  readonly add: (write: () => void) => void;
  /** Does what is waiting; inside a transaction as a part of it. */
  readonly flush: () => void;
}

export const makeWriteBuffer = (db: Sqlite): WriteBuffer => {
  const waiting: Array<() => void> = [];
  const flush = db.transaction((writes: ReadonlyArray<() => void>) => {
    for (const write of writes) write();
  });
  return {
    add: (write) => void waiting.push(write),
    flush: () => {
      const writes = [...waiting];
      if (writes.length === 0) return;
      flush(writes);
      waiting.splice(0, writes.length); // only now: a flush that failed is tried again
    },
  };
};
