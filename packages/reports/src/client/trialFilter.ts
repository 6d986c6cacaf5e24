/**
 * The filter of the trials: words and conditions, all of which must hold. `learning_rate<1e-2`, `state=succeeded`,
 * `findings!=LR003`, `adam`. A name may be any end of a column's: `rate` finds `dropout.rate`.
 */

export interface FilterRow {
  /** Full values by column. */
  readonly values: Readonly<Record<string, string>>;
  /** All that the row shows. */
  readonly text: string;
}

export type Filter = (row: FilterRow) => boolean;

const compare = (operator: string, value: string, wanted: string): boolean => {
  const [a, b] = [Number(value), Number(wanted)];
  const numbers = value !== "" && wanted !== "" && !Number.isNaN(a) && !Number.isNaN(b);
  switch (operator) {
    case "<":
      return numbers && a < b;
    case "<=":
      return numbers && a <= b;
    case ">":
      return numbers && a > b;
    case ">=":
      return numbers && a >= b;
    case "!=":
      return numbers ? a !== b : !value.toLowerCase().includes(wanted.toLowerCase());
    default:
      return numbers ? a === b : value.toLowerCase().includes(wanted.toLowerCase());
  }
};

const columnOf = (row: FilterRow, name: string): string | undefined => {
  const names = Object.keys(row.values);
  return names.find((column) => column === name) ?? names.find((column) => column.endsWith(name));
};

const condition = (part: string): Filter => {
  const [, name, operator, wanted] = /^([^<>=!]+)(<=|>=|!=|<|>|=)(.+)$/.exec(part) ?? [];
  if (name === undefined || operator === undefined || wanted === undefined)
    return ({ text }) => text.toLowerCase().includes(part.toLowerCase());
  return (row) => {
    const column = columnOf(row, name);
    return column !== undefined && compare(operator, row.values[column] ?? "", wanted);
  };
};

/** Spaces around an operator are allowed: `epochs >= 5`. */
export const parseFilter = (query: string): Filter => {
  const joined = query.trim().replace(/\s*(<=|>=|!=|<|>|=)\s*/g, "$1");
  const conditions = joined.split(/\s+/).filter(Boolean).map(condition);
  return (row) => conditions.every((holds) => holds(row));
};
