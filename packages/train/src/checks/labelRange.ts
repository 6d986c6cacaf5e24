import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, waive } from "../Check.ts";
import { classCounts } from "../classCounts.ts";

const identity = { code: "DAT008", name: "labelRange" };

/**
 * DAT008: labels are 0 to K − 1, and training has seen every class. A label beyond is a fault (counting from 1, say):
 * the loss would take it for no class at all. A class without training examples cannot be learned: a warning.
 */
export const labelRange: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({
    description: "Are the labels those of the classes, and each class among the training examples?",
  }),
  run({ train, validation, classes, classNames }) {
    const { labels } = train;
    if (labels === undefined) return notApplicable(identity, "the target is values");
    const all = [...labels, ...(validation.labels ?? [])];
    const outside = all.filter((label) => !(label >= 0 && label < classes));
    const [least, most] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
    const counts = classCounts(labels, classes);
    const missing = counts.flatMap((count, k) => (count === 0 ? [classNames[k] ?? `class ${k}`] : []));
    const evidence = `labels ${least} to ${most} (limits 0 and ${classes - 1}), ${outside.length} of ${all.length} outside; ${missing.length} of ${classes} classes without a training example${missing.length > 0 ? `: ${missing.slice(0, 12).join(", ")}` : ""}`;
    if (outside.length > 0) {
      return found(identity, {
        severity: "fail",
        where: "training and validation labels",
        evidence,
        reason: "A label that is no class adds nothing to the loss, or another class's share of it.",
        remedies: [
          { text: "Number the classes from 0." },
          { text: "Name every class in the data set's `names`." },
        ],
        source: "Recipe; loss definitions",
      });
    }
    if (missing.length === 0) return passed(identity, evidence);
    return found(identity, {
      severity: "warn",
      where: missing.slice(0, 12).join(", "),
      evidence,
      reason: "What training never saw, the network cannot name.",
      remedies: [
        ...(validation.labels?.some((label) => counts[label] === 0)
          ? [
              {
                text: "Give each class its share of every slice.",
                patch: { path: "data.split.stratify", value: true },
              },
            ]
          : []),
        { text: "Get examples of these classes, or leave them out." },
      ],
      source: "Recipe",
    });
  },
};
