/**
 * Names of hyperparameters. A name is the path, dotted, with list indices and chosen options in brackets:
 * `model.layers[1].dropout.rate`, `steps.train.with.optimizer[adam].learning_rate`.
 */

/** The name of what stands under `key` in what is called `parent` ("" is the root). */
export const nameOfKey = (parent: string, key: string): string => {
  const plain = /[.[\]"]|^$/.test(key) ? `[${JSON.stringify(key)}]` : key; // quoted, or two paths could share a name
  return parent === "" || plain !== key ? `${parent}${plain}` : `${parent}.${plain}`;
};

export const nameOfIndex = (parent: string, index: number): string => `${parent}[${index}]`;

/** The name of what stands in the option `label` of the choice `parent`. */
export const nameOfOption = (parent: string, label: string): string => `${parent}[${label}]`;

/** The name of what stands at `path`. */
export const nameOfPath = (path: ReadonlyArray<string | number>): string =>
  path.reduce<string>(
    (name, key) => (typeof key === "number" ? nameOfIndex(name, key) : nameOfKey(name, key)),
    "",
  );
