/** The set of trials that all views show: undefined is all of them. */
export type Trials = ReadonlySet<number> | undefined;

export interface Selection {
  readonly current: () => Trials;
  readonly choose: (trials: Trials) => void;
  readonly subscribe: (listener: (trials: Trials) => void) => void;
}

export const makeSelection = (): Selection => {
  let trials: Trials;
  const listeners: Array<(trials: Trials) => void> = [];
  return {
    current: () => trials,
    choose: (next) => {
      trials = next;
      for (const listener of listeners) listener(next);
    },
    subscribe: (listener) => {
      listeners.push(listener);
    },
  };
};
