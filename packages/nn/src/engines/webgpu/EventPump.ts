/** Native code that goes on with its work in `setImmediate`, driven from here: nothing waits for the event loop. */
export interface EventPump {
  /** Makes the call; what it puts off is kept for `turn`. */
  readonly during: <A>(call: () => A) => A;
  /** Does what was put off so far; false where that is nothing. */
  readonly turn: () => boolean;
}

export const eventPump = (): EventPump => {
  let waiting: Array<() => void> = [];
  const keep = (work: () => void): void => {
    waiting.push(work);
  };
  const during = <A>(call: () => A): A => {
    const own = globalThis.setImmediate;
    Object.assign(globalThis, { setImmediate: keep }); // native code looks it up there with every call
    try {
      return call();
    } finally {
      globalThis.setImmediate = own;
    }
  };
  const turn = (): boolean => {
    const now = waiting;
    waiting = [];
    during(() => {
      for (const work of now) work();
    });
    return now.length > 0;
  };
  return { during, turn };
};
