import type { Choice, RowReference } from "@attune/nn";
import type { optimizers, schedules } from "./catalog.ts";

const exportName = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Exports of this package that a training names: its optimizer and its schedule. */
export const optimRows = (
  optimizer: Choice<typeof optimizers>,
  schedule: Choice<typeof schedules>,
): ReadonlyArray<RowReference> =>
  [...Object.keys(optimizer), ...Object.keys(schedule)].map((name) => ({
    package: "@attune/optim",
    name: exportName(name),
  }));
