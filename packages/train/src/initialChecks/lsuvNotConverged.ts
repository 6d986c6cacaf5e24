import type { LsuvRow } from "@attune/init";
import { found, notApplicable, passed } from "../Check.ts";
import { digits } from "../digits.ts";
import { type InitialCheck, waiveOnly } from "../InitialCheck.ts";

/** Examples that are enough of most data. */
const BATCH = 2048;

const identity = { code: "INI006", name: "lsuvNotConverged" };

const number = (value: number | null): string => (value === null ? "not finite" : digits(value));

const rowText = ({ layer, before, after, iterations }: LsuvRow): string =>
  `${layer}: variance ${number(before)} before, ${number(after)} after ${iterations} divisions`;

/**
 * INI006: the variance of a layer that `lsuv` scaled is not within the tolerance of 1 after all its iterations, or it is 0
 * or not finite. A layer whose outputs nobody told is not judged, but named.
 */
export const lsuvNotConverged: InitialCheck = {
  ...identity,
  config: waiveOnly("Did lsuv reach variance 1 in every layer?"),
  run({ lsuv, tensors, lsuvBatch }) {
    if (lsuv.length === 0) return notApplicable(identity, "no layer is initialized by lsuv");
    const untold = lsuv.filter(({ layer }) => tensors.some(({ name }) => name === layer));
    const judged = lsuv.filter((row) => !untold.includes(row));
    const off = judged.filter(({ after, tolerance }) => after === null || Math.abs(after - 1) >= tolerance);
    const note =
      untold.length === 0
        ? ""
        : `; not scaled, since they tell of no output to scale: ${untold.map(({ layer }) => layer).join(", ")}`;
    const most = Math.max(0, ...judged.map(({ iterations }) => iterations));
    if (off.length === 0)
      return passed(
        identity,
        `${judged.length} layers within the tolerance after at most ${most} divisions${note}`,
      );
    return found(identity, {
      severity: "warn",
      where: off.map(({ layer }) => layer).join(", "),
      evidence: `${off.map((row) => `${rowText(row)} (limit 1 ± ${row.tolerance})`).join("; ")}${note}`,
      reason:
        "The layer's outputs do not grow with its weights as they should, so no factor makes their variance 1.",
      remedies: [
        {
          text: "Measure on a larger batch: lsuv.batch.",
          ...(lsuvBatch !== undefined && lsuvBatch < BATCH
            ? { patch: { path: "steps.init.with.weights.lsuv.batch", value: BATCH } }
            : {}),
        },
        { text: "Look for units that are all dead, and for inputs that are constant or not scaled." },
        { text: "Choose another initializer for these layers under init.layers." },
      ],
      source: "LSUVinit",
    });
  },
};
