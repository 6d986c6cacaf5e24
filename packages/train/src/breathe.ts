/** Lets what waits in the process (a message, a signal, memory to be freed) have its turn. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
