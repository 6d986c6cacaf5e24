import type { Watch, WatchedLayer } from "../Watch.ts";

const worst = (
  layers: ReadonlyArray<WatchedLayer>,
  read: (layer: WatchedLayer) => ReadonlyArray<number | null>,
  word: string,
): ReadonlyArray<string> => {
  const known = layers.flatMap((layer) => {
    const share = read(layer).at(-1);
    return share === null || share === undefined ? [] : [{ name: layer.name, share }];
  });
  const most = known.toSorted((a, b) => b.share - a.share)[0];
  if (most === undefined) return [];
  return [
    most.share === 0
      ? `no unit is ${word}`
      : `most ${word} units in ${most.name}: ${Number((100 * most.share).toFixed(1))} %`,
  ];
};

/** Where most units are dead, and where most are saturated. Undefined where no activation can be either. */
export const unitsSentence = ({ layers }: Pick<Watch, "layers">): string | undefined => {
  const parts = [
    ...worst(layers, ({ deadShare }) => deadShare, "dead"),
    ...worst(layers, ({ saturatedShare }) => saturatedShare, "saturated"),
  ];
  return parts.length === 0 ? undefined : `At the end ${parts.join("; ")}.`;
};
