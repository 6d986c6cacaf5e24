import * as Schema from "effect/Schema";
import { type Check, found, notApplicable, passed, waive } from "../Check.ts";
import { columnStatistics } from "../columnStatistics.ts";

const identity = { code: "DAT002", name: "constantFeature" };

/** Tables wider than this are pictures or counts laid out in columns, where constant ones are usual. */
const WIDE = 64;
const LISTED = 12;

/**
 * DAT002: features with one and the same value in every training example. They teach nothing and, where their value
 * differs later, disturb. Warns in tables; in pictures, and in tables of more than 64 columns, constant borders are
 * usual, so they are only counted, unless every feature is constant.
 */
export const constantFeature: Check = {
  ...identity,
  config: Schema.Struct({ waive }).annotate({
    description: "Does every feature differ among the training examples?",
  }),
  run({ train, featureNames }) {
    if (train.size < 2) return notApplicable(identity, "there is one training example only");
    const width = train.inputs.length / train.size;
    const constant = columnStatistics(train.inputs, width).flatMap(({ min, max }, index) =>
      min === max ? [index] : [],
    );
    const names = constant.slice(0, LISTED).map((index) => featureNames[index] ?? `feature ${index}`);
    const more = constant.length > LISTED ? ` and ${constant.length - LISTED} more` : "";
    const evidence = `${constant.length} of ${width} features constant in ${train.size} training examples${constant.length > 0 ? `: ${names.join(", ")}${more}` : ""}`;
    const all = constant.length === width;
    if (constant.length === 0 || (train.inputShape.length > 1 && !all)) return passed(identity, evidence);
    return found(identity, {
      severity: width > WIDE && !all ? "info" : "warn",
      where: `${names.join(", ")}${more}`,
      evidence,
      reason: "A feature that never changes tells nothing of the target.",
      remedies: [
        { text: "Leave these columns out of the features." },
        {
          text: "See that the training slice holds every kind of example: a stratified split, a larger share.",
        },
      ],
      source: "DeepChecker",
    });
  },
};
