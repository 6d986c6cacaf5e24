import { experimentSchema } from "@attune/core";
import { makePlanner } from "./src/language.ts";
import { printJson } from "./src/printJson.ts";
const t = experimentSchema(makePlanner("wasm").language);
console.log(printJson(t));
