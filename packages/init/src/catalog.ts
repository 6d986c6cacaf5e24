/** Every initializer, under its name in YAML. */
import { constant } from "./initializers/constant.ts";
import { deltaOrthogonal } from "./initializers/deltaOrthogonal.ts";
import { dirac } from "./initializers/dirac.ts";
import { heNormal } from "./initializers/heNormal.ts";
import { heUniform } from "./initializers/heUniform.ts";
import { identity } from "./initializers/identity.ts";
import { lecunNormal } from "./initializers/lecunNormal.ts";
import { lecunUniform } from "./initializers/lecunUniform.ts";
import { lsuv } from "./initializers/lsuv.ts";
import { normal } from "./initializers/normal.ts";
import { ones } from "./initializers/ones.ts";
import { orthogonal } from "./initializers/orthogonal.ts";
import { sparse } from "./initializers/sparse.ts";
import { truncatedNormal } from "./initializers/truncatedNormal.ts";
import { uniform } from "./initializers/uniform.ts";
import { varianceScaling } from "./initializers/varianceScaling.ts";
import { xavierNormal } from "./initializers/xavierNormal.ts";
import { xavierUniform } from "./initializers/xavierUniform.ts";
import { zeros } from "./initializers/zeros.ts";

export const initializers = {
  zeros,
  ones,
  constant,
  identity,
  normal,
  truncated_normal: truncatedNormal,
  uniform,
  variance_scaling: varianceScaling,
  xavier_normal: xavierNormal,
  xavier_uniform: xavierUniform,
  he_normal: heNormal,
  he_uniform: heUniform,
  lecun_normal: lecunNormal,
  lecun_uniform: lecunUniform,
  orthogonal,
  delta_orthogonal: deltaOrthogonal,
  dirac,
  sparse,
  lsuv,
};
