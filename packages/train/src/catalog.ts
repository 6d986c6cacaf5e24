/** Every step kind, under its name in YAML. */
import { evaluateStep } from "./steps/evaluate.ts";
import { initStep } from "./steps/init.ts";
import { sanityStep } from "./steps/sanity.ts";
import { trainStep } from "./steps/train.ts";

export const stepKinds = { init: initStep, sanity: sanityStep, train: trainStep, evaluate: evaluateStep };
