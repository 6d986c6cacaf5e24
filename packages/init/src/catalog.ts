/** Every initializer, under its name in YAML. */
import { constant } from "./initializers/constant.ts";
import { heNormal } from "./initializers/heNormal.ts";
import { heUniform } from "./initializers/heUniform.ts";
import { normal } from "./initializers/normal.ts";
import { uniform } from "./initializers/uniform.ts";
import { xavierNormal } from "./initializers/xavierNormal.ts";
import { xavierUniform } from "./initializers/xavierUniform.ts";
import { zeros } from "./initializers/zeros.ts";

export const initializers = {
  zeros,
  constant,
  normal,
  uniform,
  xavier_normal: xavierNormal,
  xavier_uniform: xavierUniform,
  he_normal: heNormal,
  he_uniform: heUniform,
};
