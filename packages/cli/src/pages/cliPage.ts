/** docs/cli.md: every command, as its own help tells it. */
import * as NodeServices from "@effect/platform-node/NodeServices";
import * as CliOutput from "effect/cli/CliOutput";
import * as Command from "effect/cli/Command";
import type { ArgDoc, FlagDoc, HelpDoc } from "effect/cli/HelpDoc";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { attune } from "../attune.ts";

/** The help of a command, caught on its way to the screen. */
const helpOf = (path: ReadonlyArray<string>): Effect.Effect<HelpDoc> =>
  Effect.gen(function* () {
    const caught: Array<HelpDoc> = [];
    const formatter: CliOutput.Formatter = {
      ...CliOutput.defaultFormatter({ colors: false }),
      formatHelpDoc: (doc) => {
        caught.push(doc);
        return "";
      },
    };
    yield* Command.runWith(attune, { version: "" })([...path, "--help"]).pipe(
      Effect.provide(CliOutput.layer(formatter)),
      Effect.provide(NodeServices.layer),
      Effect.ignore,
    );
    return caught[0]!; // --help always tells it
  });

const cell = (text: string): string => text.replaceAll("|", "\\|");

const table = (
  head: string,
  rows: ReadonlyArray<readonly [string, ArgDoc | FlagDoc]>,
): ReadonlyArray<string> =>
  rows.length === 0
    ? []
    : [
        [
          `| ${head} | value | |`,
          "| --- | --- | --- |",
          ...rows.map(
            ([name, { type, description }]) =>
              `| \`${name}\` | ${cell(type)} | ${cell(Option.getOrElse(description, () => ""))} |`,
          ),
        ].join("\n"),
      ];

const section = ({ usage, description, args = [], flags, examples = [] }: HelpDoc, name: string): string =>
  [
    `## attune ${name}`,
    `${description}.`,
    `\`\`\`text\n${usage}\n\`\`\``,
    ...table(
      "argument",
      args.map((arg) => [arg.name, arg]),
    ),
    ...table(
      "flag",
      flags.map((flag) => [[`--${flag.name}`, ...flag.aliases].join(", "), flag]),
    ),
    ...examples.map(
      ({ command, description: why }) => `${why ?? "For example"}:\n\n\`\`\`text\nnpx ${command}\n\`\`\``,
    ),
  ].join("\n\n");

const intro = `# The commands

Made from the commands themselves; \`npx vitest run packages/cli/test/pages.test.ts -u\` writes it anew. \`npx attune COMMAND --help\` tells the same. Exit codes: 0 done, 1 a step failed, 2 the input or the usage is wrong and nothing ran, 130 interrupted.`;

export const cliPage: Effect.Effect<string> = Effect.gen(function* () {
  const names = attune.subcommands.flatMap(({ commands }) => commands.map(({ name }) => name));
  const sections = yield* Effect.forEach(names, (name) =>
    Effect.map(helpOf([name]), (doc) => section(doc, name)),
  );
  return `${[intro, ...sections].join("\n\n")}\n`;
});
