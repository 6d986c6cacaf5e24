/** Native code that does its work in `setImmediate`, driven from here instead: nothing waits for the event loop. */
export interface EventPump {
  /** Makes the call; what it asks to be done later is kept for `turn`. */
  readonly during: <A>(call: () => A) => A;
  /** Does what was asked so far; false where there was nothing. */
  readonly turn: () => boolean;
}

export const eventPump = (): EventPump => {
  let waiting: Array<() => void> = [];
  // native code looks it up on the global object with every call
  const during = <A>(call: () => A): A => {
    const own = globalThis.setImmediate;
    const keep = (work: () => void): void => {
      waiting.push(work);
    };
    Object.assign(globalThis, { setImmediate: keep });
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
