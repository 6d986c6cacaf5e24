/** @jsxImportSource preact */
/** Text as it was written, in a box that scrolls. */
import { Scrollable } from "./Scrollable.tsx";

export const Listing = ({ label, text }: { label: string; text: string }) => (
  <Scrollable class="listing" label={label}>
    <pre>{text}</pre>
  </Scrollable>
);
