/** Seeded changes of an experiment file's content, of the kinds that people make by mistake. */

type Path = ReadonlyArray<string | number>;
type Container = Record<string | number, unknown>;

export interface Mutation {
  /** What was done and where: `rename model.loss`. */
  readonly what: string;
  readonly value: unknown;
}

/** Numbers in [0, 1) that follow from the seed alone: mulberry32. */
const generator = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

const isContainer = (value: unknown): value is Container => typeof value === "object" && value !== null;

const pathsIn = (value: unknown, path: Path = []): ReadonlyArray<Path> =>
  isContainer(value)
    ? Object.entries(value).flatMap(([key, inner]) => {
        const at = [...path, Array.isArray(value) ? Number(key) : key];
        return [at, ...pathsIn(inner, at)];
      })
    : [];

const holderOf = (root: unknown, path: Path): Container =>
  path.slice(0, -1).reduce<Container>((at, key) => {
    const inner = at[key];
    return isContainer(inner) ? inner : {};
  }, root as Container); // a file is a mapping

const otherTypes = (value: unknown): ReadonlyArray<unknown> =>
  [12, "text", true, null, [], ["text"], {}, { key: 1 }].filter(
    (other) => typeof other !== typeof value || Array.isArray(other) !== Array.isArray(value),
  );

const spaces = (value: unknown): ReadonlyArray<unknown> => [
  { uniform: [0, 0.5] },
  { uniform: [1] },
  { log_uniform: [0, 1] },
  { int: [1.5, 3] },
  { int: [1, 8] },
  { int: [8, 1] },
  { uniform: [8, 64], step: 8 },
  { uniform: [8, 64] },
  { choice: [] },
  { choice: [value, value] },
  { choice: [value, "text"] },
  { choice: [value] },
  { uniform: [0, 1], stray: 1 },
  { choice: [value], step: 1 },
];

/** None so large that a data set of that many examples would not fit the memory. */
const numbers = [-1, 0, 0.5, 1, 1.5, 100_000, -1e-9];

type Change = (holder: Container, key: string | number, pick: <A>(from: ReadonlyArray<A>) => A) => boolean;

/** Each answers whether it could be made at this place. */
const changes: Readonly<Record<string, Change>> = {
  rename: (holder, key, pick) => {
    if (Array.isArray(holder)) return false;
    const name = String(key);
    holder[pick([`${name}s`, name.slice(1), name.toUpperCase(), `${name}_`])] = holder[key];
    return delete holder[key];
  },
  drop: (holder, key) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
    return true;
  },
  "change the type of": (holder, key, pick) => {
    holder[key] = pick(otherTypes(holder[key]));
    return true;
  },
  "change the number": (holder, key, pick) => {
    if (typeof holder[key] !== "number") return false;
    holder[key] = pick(numbers);
    return true;
  },
  "change the word": (holder, key, pick) => {
    const word = holder[key];
    if (typeof word !== "string") return false;
    holder[key] = pick([`${word}x`, word.slice(1), "", "none"]);
    return true;
  },
  "add a key beside": (holder, _key, pick) => {
    if (Array.isArray(holder)) return false;
    holder[pick(["unknown", "uniform", "step", "retry", "seed", "epochs"])] = pick([1, "text", {}, [0, 1]]);
    return true;
  },
  "put a space for": (holder, key, pick) => {
    holder[key] = pick(spaces(holder[key]));
    return true;
  },
};

/** The `number`-th mutation of `value`. */
export const mutated = (value: unknown, number: number): Mutation => {
  const random = generator(number);
  const pick = <A>(from: ReadonlyArray<A>): A => from[Math.floor(random() * from.length)]!;
  for (;;) {
    const copy: unknown = structuredClone(value);
    const path = pick(pathsIn(copy));
    const [what, change] = pick(Object.entries(changes));
    if (change(holderOf(copy, path), path.at(-1)!, pick))
      return { what: `${what} ${path.join(".")}`, value: copy };
  }
};
