/** What a page does once its script runs. Everything on it can be read without. */
import { copyButtons } from "./copyButtons.ts";
import { curveLines } from "./curveLines.ts";
import { openTarget } from "./openTarget.ts";
import { parallelBrush } from "./parallelBrush.ts";
import { makeSelection } from "./selection.ts";
import { themeSwitch } from "./themeSwitch.ts";
import { trialTable } from "./trialTable.ts";

for (const element of document.querySelectorAll<HTMLElement>(".needs-script")) element.hidden = false;

const selection = makeSelection();
themeSwitch();
copyButtons();
trialTable(selection);
parallelBrush(selection);
curveLines(selection);
openTarget();

addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
});
