import { type Choice, chosen } from "./Choice.ts";
import { losses } from "./catalog.ts";
import type { Loss } from "./Loss.ts";

/**
 * The loss with the settings that depend on the training labels filled in, so that it is a function of outputs and
 * targets alone: `class_weights: balanced` becomes a list.
 */
export const resolveLoss = (
  choice: Choice<typeof losses>,
  labels: Int32Array | undefined,
  classes: number,
): Choice<typeof losses> => {
  const { name, row, config } = chosen(losses, choice);
  const loss: Loss = row;
  if (labels === undefined || loss.resolve === undefined) return choice;
  return { [name]: loss.resolve(config, labels, classes) };
};
