import type { Subject } from "./Subject.ts";

/** Something wrong on purpose, and the codes that must say so. */
export interface Fault extends Subject {
  /** One of them must fire; the first is the fault's own code. */
  readonly expected: readonly [string, ...ReadonlyArray<string>];
  /** What may fire too, because it follows from the fault. */
  readonly consequences: ReadonlyArray<string>;
}
