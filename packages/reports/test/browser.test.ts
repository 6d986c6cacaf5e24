/** The pages in a real browser, opened from the disk. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunInput, runPage, studyPage } from "../src/index.ts";
import { diverged, sampleRun, sampleStudy } from "./sampleStudy.ts";
import { sampleWatch } from "./sampleWatch.ts";

const executablePath = process.env.ATTUNE_CHROMIUM ?? "/usr/bin/chromium";
const present = existsSync(executablePath);
if (!present) console.warn(`SKIPPED: no browser at ${executablePath} (ATTUNE_CHROMIUM names another)`);

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--no-first-run",
  "--disable-sync",
];
const input = sampleStudy({ trials: 60 });

const brokenRun = (): RunInput => {
  const run = sampleRun();
  const steps = run.steps.map((step) =>
    step.id === "train"
      ? {
          ...step,
          status: "infeasible" as const,
          findings: [diverged, { ...diverged, code: "ACT001", name: "deadUnits", severity: "warn" as const }],
          watch: sampleWatch({ layers: 9, epochs: 0, broken: 3 }),
        }
      : step,
  );
  return { ...run, steps, curves: [{ step: "train", rows: [] }] };
};

describe.skipIf(!present)("in a browser", () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "attune-report-"));
    writeFileSync(join(folder, "study.html"), await studyPage(input));
    writeFileSync(join(folder, "run.html"), await runPage(sampleRun()));
    writeFileSync(join(folder, "broken.html"), await runPage(brokenRun()));
    browser = await chromium.launch({ executablePath, args });
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens a page and collects what must stay empty: requests past the file itself, errors on the console. */
  const open = async (name: string, options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, ...options });
    const page = await context.newPage();
    const trouble: Array<string> = [];
    const address = pathToFileURL(join(folder, name)).href;
    page.on("request", (request) => {
      if (request.url() !== address) trouble.push(`request ${request.url()}`);
    });
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") trouble.push(message.text());
    });
    page.on("pageerror", (error) => trouble.push(error.message));
    await page.goto(address);
    return { page, trouble };
  };

  const overflow = (page: Page) =>
    page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

  it.each([
    "study.html",
    "run.html",
    "broken.html",
  ])("%s asks for nothing, reports no error and does not overflow", async (name) => {
    const { page, trouble } = await open(name);
    await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
    await page.evaluate("scrollTo(0, document.body.scrollHeight)");
    for (const width of [1360, 900, 600, 360]) {
      await page.setViewportSize({ width, height: 860 });
      expect(await overflow(page)).toBe(0);
    }
    expect(trouble).toEqual([]);
  });

  it("shows verdict, checks and both main charts on the first screen", async () => {
    const { page } = await open("study.html");
    for (const id of ["history", "curves"]) {
      const box = await page.locator(`svg[aria-labelledby^="${id}-title"]`).boundingBox();
      expect(box!.y).toBeLessThan(700);
    }
  });

  it("sorts the trials by a header, both ways, with the missing last", async () => {
    const { page } = await open("study.html");
    const header = page.locator('th[data-key="objective"]');
    const column = async () =>
      page.evaluate<Array<string>>(
        `[...document.querySelectorAll("table.trials tbody tr")].map((row) => row.cells[2].dataset.value ?? "")`,
      );
    const known = input.trials.flatMap(({ objective }) => objective ?? []);
    await header.getByRole("button").click();
    expect(await header.getAttribute("aria-sort")).toBe("ascending");
    const up = await column();
    expect(up.slice(0, known.length).map(Number)).toEqual(known.toSorted((a, b) => a - b));
    expect(up.slice(known.length).every((value) => value === "")).toBe(true);
    await header.getByRole("button").click();
    expect((await column()).slice(0, known.length).map(Number)).toEqual(known.toSorted((a, b) => b - a));
  });

  it("filters the trials by words and conditions", async () => {
    const { page } = await open("study.html");
    const wanted = input.trials.filter(({ state }) => state === "infeasible").length;
    await page.locator("#filter").fill("state=infeasible");
    expect(await page.locator("#filter-count").textContent()).toBe(`${wanted} of 60 trials`);
    expect(await page.locator("table.trials tbody tr:visible").count()).toBe(wanted);
    await page.locator("#filter").fill("");
    expect(await page.locator("table.trials tbody tr:visible").count()).toBe(60);
  });

  it("brushes an axis by keyboard, and the table follows", async () => {
    const { page } = await open("study.html");
    const status = page.locator("#par-status");
    const axis = page.locator('[data-axis="objective"] .handle');
    await axis.focus();
    await page.keyboard.press("ArrowUp");
    const chosen = Number((await status.textContent())?.split(" ")[0]);
    expect(chosen).toBeGreaterThan(0);
    expect(await page.locator("path.par.on").count()).toBe(chosen);
    expect(await page.locator("table.trials tbody tr:visible").count()).toBe(chosen);
    await page.keyboard.press("Escape");
    expect(await page.locator("table.trials tbody tr:visible").count()).toBe(60);
  });

  it("names the curve under the pointer", async () => {
    const { page } = await open("study.html");
    const plot = page.locator("[data-plot=curves]");
    await plot.scrollIntoViewIfNeeded();
    await page.waitForSelector("[data-plot=curves] canvas");
    const box = (await plot.boundingBox())!;
    const status = page.locator("[data-status=curves]");
    // the end of the best curve: right edge of the plot, near its top
    for (let y = box.y + 20; y < box.y + 120; y += 6) {
      await page.mouse.move(box.x + (box.width * 538) / 586, y);
      if ((await status.textContent())?.startsWith("Trial")) break;
    }
    expect(await status.textContent()).toMatch(/^Trial \d+, epoch 10: validation accuracy [\d.]+ %$/);
  });

  it("switches the theme, starting from the system's", async () => {
    const { page } = await open("study.html", { colorScheme: "dark" });
    const ground = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    expect(await ground()).toBe("rgb(14, 17, 22)");
    await page.getByRole("button", { name: "Light / dark" }).click();
    expect(await ground()).toBe("rgb(255, 255, 255)");
  });

  it.each([
    "light",
    "dark",
  ] as const)("draws panels in the %s theme's colours, and pictures", async (colorScheme) => {
    const { page } = await open("run.html", { colorScheme });
    const colour = await page.evaluate<string>(
      `getComputedStyle(document.querySelector('[aria-labelledby^="layers-train-ratio-0"] path.k-s0')).stroke`,
    );
    expect(colour).toBe(colorScheme === "dark" ? "rgb(108, 182, 255)" : "rgb(11, 92, 173)");
    const loaded = await page.evaluate<ReadonlyArray<number>>(
      `Promise.all([...document.querySelectorAll("svg image")].map(async (each) => { const image = new Image(); image.src = each.getAttribute("href"); await image.decode(); return image.naturalWidth; }))`,
    );
    expect(loaded.length).toBeGreaterThan(2);
    expect(Math.min(...loaded)).toBeGreaterThan(0);
  });

  it("opens the finding that a link of the chain leads to", async () => {
    const { page } = await open("broken.html");
    const line = page.locator("#finding-ACT001");
    expect(await page.evaluate<boolean>("document.querySelector('#finding-ACT001').open")).toBe(false);
    await page.locator('.chain a[href="#finding-ACT001"]').click();
    await page.waitForFunction("document.querySelector('#finding-ACT001').open");
    expect(await line.locator("pre").first().isVisible()).toBe(true);
  });

  it("panels keep their text readable on a telephone", async () => {
    const { page } = await open("run.html", { viewport: { width: 360, height: 700 } });
    const panel = page.locator('svg[aria-labelledby^="layers-train-ratio-0"]');
    expect((await panel.boundingBox())!.width).toBeGreaterThan(240);
  });

  it("shows all figures with scripts off, and no control that needs them", async () => {
    const { page } = await open("study.html", { javaScriptEnabled: false });
    const pictures = page.locator("figure svg");
    const count = await pictures.count();
    expect(count).toBe(33);
    const folded = await page.locator("details.more figure svg").count();
    expect(folded).toBe(10);
    expect(await page.locator("figure svg:visible").count()).toBe(count - folded);
    expect(await page.locator(".still").isVisible()).toBe(true);
    expect(await page.locator("button:visible, input:visible").count()).toBe(0);
  });

  it("has one name for each id, and a label for each region", async () => {
    const { page } = await open("study.html");
    const ids = await page.evaluate<Array<string>>(
      "[...document.querySelectorAll('[id]')].map(({ id }) => id)",
    );
    expect(ids.length).toBe(new Set(ids).size);
    const unnamed = await page.evaluate<number>(
      `[...document.querySelectorAll("[aria-labelledby]")].filter((e) => e.getAttribute("aria-labelledby").split(" ").some((id) => !document.getElementById(id))).length`,
    );
    expect(unnamed).toBe(0);
    const targets = await page.evaluate<Array<string>>(
      `[...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute("href")).filter((href) => !document.querySelector(href))`,
    );
    expect(targets).toEqual([]);
  });

  it("prints within the paper's width", async () => {
    const { page } = await open("study.html", { viewport: { width: 760, height: 1000 } });
    await page.emulateMedia({ media: "print" });
    expect(await overflow(page)).toBe(0);
    expect(await page.locator(".nav").isVisible()).toBe(false);
  });
});
