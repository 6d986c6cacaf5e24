import { initStep, sanityStep, checks } from "@attune/train";
import { it } from "vitest";
import { asInput, experiment, irisData, memoryContext, runStep, fixtures } from "./MemoryContext.ts";
const D: any = {
 iris: [irisData, 3],
 mnist: [{ uses: "mnist", split: { train: 2000, validation: 500, test: 500 }, normalize: process.env.NORM ?? "standard" }, 10],
 spiral: [{ uses: "./data/spirals.ts", with: { arms: 3, points: 200, noise: 0.04 }, split: { train: 0.6, validation: 0.2, test: 0.2, stratify: true }, normalize: "standard" }, 3],
 regr: [{ ...(irisData as object), target: "petal_width", features: ["sepal_length", "sepal_width", "petal_length"], task: "regression" }, 1],
 two: [{ ...(irisData as object), path: "two-irises.csv", split: { train: 60, validation: 20, test: 20 } }, 1],
};
const nets: any = { linear: [[], "he_normal"], relu: [[["relu"]], "he_normal"], tanh: [[["tanh"], ["tanh"]], "xavier_normal"] };
const rows: any[] = [];
for (const d of (process.env.DATA ?? "iris,mnist,spiral,regr,two").split(",")) for (const n of Object.keys(nets)) {
  it(`${d} ${n}`, async () => {
    const [data, units] = D[d]; const [hidden, weights] = nets[n];
    const w = d === "mnist" ? 128 : 16;
    const loss = d === "regr" ? "squared_error" : d === "two" ? "binary_cross_entropy" : "cross_entropy";
    const of = experiment(data, { layers: [...hidden.map(([a]: any) => ({ dense: { units: w, activation: a } })), { dense: { units } }], loss });
    for (let seed = 0; seed < Number(process.env.SEEDS ?? 5); seed++) {
      const dir = d === "spiral" ? "/work/main/experiments/user-data" : fixtures;
      const c = memoryContext({ seed, directory: dir });
      const wts = await runStep(initStep, of, { weights }, c);
      const t = performance.now();
      const o = await runStep(sanityStep, { ...of, seed }, {}, memoryContext({ seed, directory: dir, blobs: c.blobs, inputs: asInput(wts) }));
      const ms = performance.now() - t;
      const bad = o.checks.filter((x) => process.env.ALL ? true : !["pass", "not_applicable"].includes(x.status));
      console.log(`## ${d} ${n} ${seed} ${ms.toFixed(0)} ms ${o.status}`);
      for (const x of bad) console.log(`   ${x.code} ${x.name} ${x.status}: ${x.evidence.slice(0, 330)}`);
    }
  }, 120000);
}
