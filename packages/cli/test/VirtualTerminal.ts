/**
 * A small terminal: text, line ends, cursor up, erase a row or all below, colours. Getting narrower it breaks its lines anew, as
 * tmux and most terminals do, and the cursor stays at its place in the text.
 */
export interface VirtualTerminal {
  readonly write: (text: string) => void;
  readonly resize: (columns: number) => void;
  readonly columns: () => number;
  /** What stands on it, without white space at the ends. */
  readonly text: () => string;
}

/** A line of text as it was written, and whether it goes on from the row above. */
interface Row {
  text: string;
  continued: boolean;
}

const codeOrSign = new RegExp(`${String.fromCharCode(27)}\\[(\\d*)([A-Za-z])|([\\s\\S])`, "gu");

export const virtualTerminal = (width: number): VirtualTerminal => {
  let columns = width;
  let rows: Array<Row> = [{ text: "", continued: false }];
  let at = 0;
  const put = (sign: string) => {
    if ([...rows[at]!.text].length >= columns) {
      rows.splice(++at, 0, { text: "", continued: true });
    }
    rows[at]!.text += sign;
  };
  const control = (code: string, count: number) => {
    if (code === "A") at = Math.max(0, at - count);
    else if (code === "K") rows[at] = { text: "", continued: false };
    // always at the start of a row here: what stands in it goes, too
    else if (code === "J") rows = [...rows.slice(0, at), { text: "", continued: false }];
    else if (code !== "m") throw new Error(`a control code that this terminal does not know: ${code}`);
  };
  return {
    columns: () => columns,
    write: (text) => {
      for (const [, count, code, sign] of text.matchAll(codeOrSign)) {
        if (code !== undefined) control(code, Number(count || 1));
        else if (sign === "\n") {
          at++;
          rows[at] ??= { text: "", continued: false };
        } else if (sign !== "\r") put(sign!);
      }
    },
    resize: (next) => {
      const lines: Array<string> = [];
      let cursorLine = 0;
      for (const [i, row] of rows.entries()) {
        if (row.continued) lines[lines.length - 1] += row.text;
        else lines.push(row.text);
        if (i === at) cursorLine = lines.length - 1;
      }
      columns = next;
      rows = [];
      for (const [i, line] of lines.entries()) {
        if (i === cursorLine) at = rows.length;
        const signs = [...line];
        for (let from = 0; from === 0 || from < signs.length; from += columns)
          rows.push({ text: signs.slice(from, from + columns).join(""), continued: from > 0 });
      }
    },
    text: () =>
      rows
        .map((row) => row.text.trimEnd())
        .join("\n")
        .trimEnd(),
  };
};
