import { isTrained, type Model, type NamedValues, normals, stream } from "@attune/nn";

const deviationOf = (data: Float32Array | Int32Array): number =>
  Math.sqrt(Array.from(data).reduce((sum, value) => sum + value ** 2, 0) / data.length);

/**
 * Weights moved a little, by a normal number each: those of a tensor by `share` of their root mean square (of 1/√fan_in
 * where they are all 0), biases and scales by `share`. So no unit stands on its kink (a bias of 0 at a blank input), and
 * no tensor is without a gradient only because another is 0.
 */
export const perturbed = (
  { paramShapes }: Pick<Model, "paramShapes">,
  weights: NamedValues,
  seed: number,
  purpose: string,
  share: number,
): NamedValues =>
  Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => {
      const own = paramShapes[name]!;
      if (!isTrained(own)) return [name, { shape, data }];
      const size = own.role === "weight" ? deviationOf(data) || 1 / Math.sqrt(own.fanIn) : 1;
      const draws = normals(stream(seed, `${purpose}/${name}`), data.length);
      return [
        name,
        { shape, data: Float32Array.from(data, (value, at) => value + share * size * draws[at]!) },
      ];
    }),
  );
