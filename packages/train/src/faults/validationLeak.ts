import { head } from "../slicePart.ts";
import type { Fault } from "./Fault.ts";

export const validationLeak: Fault = {
  description: "validation is made of training examples",
  slices: (data) => ({ ...data, validation: head(data.train, data.validation.size) }),
  expected: ["DAT007"],
  consequences: ["SAN014"],
};
