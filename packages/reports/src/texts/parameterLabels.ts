/**
 * Short names of hyperparameters, unique among themselves: the last word of the path (`learning_rate`), two words
 * under `model` where the layer matters (`dropout.rate`), and more where names would collide.
 */
export const parameterLabels = (names: ReadonlyArray<string>): ReadonlyMap<string, string> => {
  const words = names.map((name) => name.split("."));
  const label = (index: number, length: number): string => (words[index] ?? []).slice(-length).join(".");
  const lengthOf = (index: number): number => {
    const all = words[index]?.length ?? 1;
    for (let length = names[index]?.startsWith("model.") ? 2 : 1; length < all; length++)
      if (names.every((_, other) => other === index || label(other, length) !== label(index, length)))
        return length;
    return all;
  };
  return new Map(names.map((name, index) => [name, label(index, lengthOf(index))]));
};
