/**
 * Virtual order: a study has its own workers and its own time, in which one epoch is one unit. What ends first in
 * that time is decided first, whatever the real machines do.
 */
export interface RunningTrial {
  readonly number: number;
  /** Virtual time at which it was asked. */
  readonly start: number;
  /** Epochs seen so far. */
  readonly reached: number;
  /** Epochs it reached in all, once it has ended. */
  readonly length: number | undefined;
}

/** The trial that ends next in virtual time, ties by number; undefined while a running one might still end before it. */
export const nextEnd = <T extends RunningTrial>(running: ReadonlyArray<T>): T | undefined => {
  const endOf = ({ start, reached, length }: RunningTrial) => start + (length ?? reached);
  const [first] = [...running].sort((a, b) => endOf(a) - endOf(b) || a.number - b.number);
  // the earliest is either certain, or a lower bound that the others must wait for
  return first?.length === undefined ? undefined : first;
};
