/** Which layer of a model is being applied: so that an error, or a note, can name it. */

let current: string | undefined;

/** The layer whose `apply` runs now; undefined outside, as in a gradient. */
export const layerInProgress = (): string | undefined => current;

const missingKernel = /[Kk]ernel '(.+?)' (?:not registered )?for backend '(.+?)'/; // tfjs-core's words

/** An error that says which operation the engine lacks, if that is what `error` is about; else `error`. */
export const namedError = (error: unknown, where: string): unknown => {
  const found = error instanceof Error ? missingKernel.exec(error.message) : null;
  if (found === null) return error;
  const message = `${where}: the operation ${found[1]} has no kernel on the engine ${found[2]}`;
  return new Error(message, { cause: error });
};

/** Runs `apply`, the layer `name` being in progress. */
export const inLayer = <A>(name: string, apply: () => A): A => {
  const outer = current;
  current = name;
  try {
    return apply();
  } catch (error) {
    throw namedError(error, name);
  } finally {
    current = outer;
  }
};
