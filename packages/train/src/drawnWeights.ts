import { isTrained, type Model, type NamedValues, normals, stream } from "@attune/nn";

/** Of what biases and scales are moved by. */
const SMALL = 0.1;

/**
 * Other weights than the experiment's: N(0, 2/fan_in), biases and scales moved by N(0, .01). No unit stands on its kink
 * there (a bias of 0 at a blank input), and no tensor is without a gradient because another is 0, so that a verdict at
 * them is one on the network and not on its initializer. Statistics stay.
 */
export const drawnWeights = (
  { paramShapes }: Pick<Model, "paramShapes">,
  weights: NamedValues,
  seed: number,
  purpose: string,
): NamedValues =>
  Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => {
      const own = paramShapes[name];
      if (own === undefined || !isTrained(own)) return [name, { shape, data }];
      const draws = normals(stream(seed, `${purpose}/${name}`), data.length);
      const isWeight = own.role === "weight";
      const size = isWeight ? Math.sqrt(2 / own.fanIn) : SMALL;
      const drawn = Float32Array.from(data, (value, at) => (isWeight ? 0 : value) + size * draws[at]!);
      return [name, { shape, data: drawn }];
    }),
  );
