/** Overrides of single layers that do nothing: the pattern has a typing error, or the layer is another one. */
import type { ParamShapes } from "@attune/nn";
import type { InitConfig } from "./InitConfig.ts";
import { settingOf } from "./initializerOf.ts";
import { matchesLayer } from "./layerPattern.ts";
import { outputLayer, ownerOf } from "./outputLayer.ts";

/** What is wrong with the settings, once the model is known. */
export interface InitProblem {
  /** Below the settings: `["layers", "layers.7", "weights"]`. */
  readonly path: ReadonlyArray<string>;
  readonly message: string;
  readonly remedy?: string;
}

const withoutBias = (
  shapes: ParamShapes,
  { outputBias }: InitConfig,
  outputs: number | undefined,
): ReadonlyArray<InitProblem> =>
  outputBias === undefined || outputLayer(shapes, outputs).bias !== undefined
    ? []
    : [
        {
          path: ["output_bias"],
          message:
            "expected an output layer with one bias an output, received a model whose last layer has none",
          remedy: "leave output_bias out, or give the last layer a bias",
        },
      ];

/**
 * A problem for each initializer under `layers` that fits no tensor of the model, and for each pattern without one. One
 * that fits only where a more specific pattern goes before it is none. `initialize` passes over them. So with an
 * `output_bias` of a model that has none. `outputs`: how many the model has.
 */
export const unmatched = (
  shapes: ParamShapes,
  config: InitConfig,
  outputs?: number,
): ReadonlyArray<InitProblem> => [
  ...withoutBias(shapes, config, outputs),
  ...Object.entries(config.layers ?? {}).flatMap(([pattern, override]) => {
    const roles = (["weight", "bias"] as const).filter((role) => override[settingOf[role]] !== undefined);
    if (roles.length === 0)
      return [{ path: ["layers", pattern], message: "expected weights or biases, received neither" }];
    return roles.flatMap((role): ReadonlyArray<InitProblem> => {
      const params = Object.keys(shapes).filter((param) => shapes[param]?.role === role);
      if (params.some((param) => matchesLayer(pattern, param))) return [];
      const setting = settingOf[role];
      const owners = [...new Set(params.map(ownerOf))].join(", ");
      return [
        {
          path: ["layers", pattern, setting],
          message: `expected a pattern of layers with ${setting}, received one that matches none`,
          ...(owners === "" ? {} : { remedy: `the layers with ${setting} are ${owners}` }),
        },
      ];
    });
  }),
];
