import { pickRows } from "../pickRows.ts";
import type { Fault } from "./Fault.ts";

export const missingClass: Fault = {
  description: "no training example of the last two classes",
  slices: (data) => ({
    ...data,
    train: pickRows(
      data.train,
      [...(data.train.labels ?? [])].flatMap((label, row) => (label < 8 ? [row] : [])),
    ),
  }),
  expected: ["DAT008"],
  consequences: ["DAT003", "INI005", "FIT001", "FIT002", "SAN005", "FIT007"],
};
