import { outputActivation } from "./outputActivation.ts";

export const reluOutput = outputActivation("relu", "relu on the logits");
