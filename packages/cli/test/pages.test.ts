/** The generated pages: they say everything, and are what docs/ holds. `-u` writes them anew. */
import { experimentSchema } from "@attune/core";
import * as Effect from "effect/Effect";
import { describe, expect, it } from "vitest";
import { makePlanner } from "../src/language.ts";
import { cliPage } from "../src/pages/cliPage.ts";
import { languagePage } from "../src/pages/languagePage.ts";
import { anchorOf } from "../src/pages/valueText.ts";

const rowsOf = (page: string) => page.split("\n").filter((line) => line.startsWith("| `"));

/** Cells that nothing stands in, by their row. */
const unsaid = (page: string) => rowsOf(page).filter((row) => /\|\s*\|$/.test(row));

describe("docs/language.md", () => {
  const page = languagePage(experimentSchema(makePlanner().language));

  it("is up to date", () => expect(page).toMatchFileSnapshot("../../../docs/language.md"));

  it("says of every key what it is", () => {
    expect(rowsOf(page).length).toBeGreaterThan(80);
    expect(unsaid(page)).toEqual([]);
  });

  it("says of every algorithm what it does", () => {
    const parts = page.split(/^#{3,4} /m).filter((part) => /^\w+: /.test(part));
    expect(parts.length).toBeGreaterThan(25);
    expect(parts.filter((part) => /^(\||It has no settings)/.test(part.split("\n\n")[1] ?? "|"))).toEqual([]);
  });

  it("links to its own headings", () => {
    const anchors = [...page.matchAll(/^#+ (.*)$/gm)].map((match) => anchorOf(match[1] ?? ""));
    const links = [...page.matchAll(/\]\(#([^)]*)\)/g)].map((match) => match[1] ?? "");
    expect(links.length).toBeGreaterThan(8);
    expect(links.filter((link) => !anchors.includes(link))).toEqual([]);
  });
});

describe("docs/cli.md", () => {
  it("is up to date, and says of every flag what it is", async () => {
    const page = await Effect.runPromise(cliPage);
    expect(rowsOf(page).length).toBeGreaterThan(20);
    expect(unsaid(page)).toEqual([]);
    await expect(page).toMatchFileSnapshot("../../../docs/cli.md");
  });

  it("has an example of every command", async () => {
    const page = await Effect.runPromise(cliPage);
    const sections = page.split(/^## /m).slice(1);
    expect(sections.filter((section) => !section.includes("\nnpx attune "))).toEqual([]);
  });
});
