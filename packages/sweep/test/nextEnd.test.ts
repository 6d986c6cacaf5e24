import { nextEnd, type RunningTrial } from "@attune/sweep";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const trial = (number: number, start: number, reached: number, length?: number): RunningTrial => ({
  number,
  start,
  reached,
  length,
});

describe("nextEnd", () => {
  it.each([
    ["nothing runs", [], undefined],
    ["one that has ended", [trial(0, 0, 5, 5)], 0],
    ["one that has not", [trial(0, 0, 5)], undefined],
    ["an earlier one might still end first", [trial(0, 0, 3), trial(1, 0, 5, 5)], undefined],
    ["an earlier one has gone past", [trial(0, 0, 6), trial(1, 0, 5, 5)], 1],
    ["level with one of a lower number: it would come first", [trial(0, 0, 5), trial(1, 0, 5, 5)], undefined],
    ["level with one of a higher number", [trial(0, 0, 5, 5), trial(1, 0, 5)], 0],
    ["ties go by number", [trial(2, 1, 4, 4), trial(1, 0, 5, 5)], 1],
  ])("%s", (_, running, expected) => {
    expect(nextEnd(running)?.number).toBe(expected);
  });

  it("gives the order of (end, number), whatever order the real ends come in", () => {
    const lengths = fc.array(fc.nat(9), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lengths, fc.infiniteStream(fc.nat(1_000_000)), (all, choices) => {
        const running = all.map((_, number) => ({
          number,
          start: 0,
          reached: 0,
          length: undefined as number | undefined,
        }));
        const order: Array<number> = [];
        while (running.length > 0) {
          const next = nextEnd(running);
          if (next) {
            order.push(next.number);
            running.splice(
              running.findIndex(({ number }) => number === next.number),
              1,
            );
            continue;
          }
          // some unfinished trial makes progress: it reaches one more epoch, or ends
          const open = running.filter(({ length }) => length === undefined);
          const one = open[choices.next().value % open.length]!;
          if (one.reached < all[one.number]!) one.reached++;
          else one.length = one.reached;
        }
        expect(order).toEqual(all.map((_, number) => number).sort((a, b) => all[a]! - all[b]! || a - b));
      }),
    );
  });
});
