import { outputActivation } from "./outputActivation.ts";

export const sigmoidOutput = outputActivation("sigmoid", "sigmoid on the logits");
