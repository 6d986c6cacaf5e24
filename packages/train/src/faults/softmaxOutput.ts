import { outputActivation } from "./outputActivation.ts";

export const softmaxOutput = outputActivation("softmax", "softmax before a loss that takes logits");
