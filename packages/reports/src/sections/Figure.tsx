/** @jsxImportSource preact */
/** A picture with its caption, which says how to read it, and its data. */
import type { ComponentChildren, VNode } from "preact";
import { Scrollable } from "./Scrollable.tsx";

export interface DataTable {
  readonly columns: ReadonlyArray<string>;
  /** Full numbers; a missing one is null. */
  readonly rows: ReadonlyArray<ReadonlyArray<number | string | null>>;
}

export interface FigureProps {
  readonly title: string;
  readonly caption: string | undefined;
  /** Takes the caption's place once the client draws. */
  readonly liveCaption?: string | undefined;
  readonly wide?: boolean;
  /** The numbers of the picture, or where on the page they stand. */
  readonly data: DataTable | { readonly link: string; readonly text: string };
  /** Controls, drawn above the picture and shown by the client. */
  readonly tools?: ComponentChildren;
  /** Name by which the client finds the picture. */
  readonly name?: string;
  /** Below the picture: the status line of what is under the pointer. */
  readonly status?: boolean;
  readonly children: ComponentChildren;
}

/** Six digits; the full number where it has more. */
const Cell = ({ value }: { value: number | string | null }) => {
  if (typeof value !== "number") return <td class="text">{value ?? "–"}</td>;
  const shown = Number(value.toPrecision(6));
  return <td data-value={shown === value ? undefined : value}>{shown}</td>;
};

const Data = ({ data }: Pick<FigureProps, "data">) =>
  "link" in data ? (
    <p class="mut">
      <a href={data.link}>{data.text}</a>
    </p>
  ) : (
    <Scrollable class="scroll rows" label="Data of the figure">
      <table>
        <thead>
          <tr>
            {data.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr key={String(row[0])}>
              {row.map((value, index) => (
                <Cell key={data.columns[index]} value={value} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );

/** A wide picture keeps its size on a narrow screen, and scrolls. */
const Picture = (props: { title: string; wide: boolean; children: VNode }) =>
  props.wide ? (
    <Scrollable class="scroll" label={props.title}>
      {props.children}
    </Scrollable>
  ) : (
    props.children
  );

export const Figure = ({
  title,
  caption,
  liveCaption,
  wide,
  data,
  tools,
  name,
  status,
  children,
}: FigureProps) => (
  <figure class={wide ? "card wide" : "card"}>
    <figcaption>
      <h3>{title}</h3>
      {caption && <span class={liveCaption && "still-text"}>{caption}</span>}
      {liveCaption && (
        <span class="live-text" hidden>
          {liveCaption}
        </span>
      )}
    </figcaption>
    {tools}
    <Picture title={title} wide={wide === true}>
      <div class="plot" data-plot={name}>
        {children}
      </div>
    </Picture>
    {status && (
      <div class="status" role="status" data-status={name} hidden>
        {" "}
      </div>
    )}
    <details>
      <summary>Data</summary>
      <Data data={data} />
    </details>
  </figure>
);
