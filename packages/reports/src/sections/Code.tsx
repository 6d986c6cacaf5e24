/** @jsxImportSource preact */
/** Text to take along: a listing with a button that copies it. */
import { Listing } from "./Listing.tsx";

export const Code = ({ text, label }: { text: string; label: string }) => (
  <div class="code">
    <button type="button" class="copy needs-script" aria-label={`Copy ${label}`} hidden>
      Copy
    </button>
    <Listing label={label} text={text} />
  </div>
);
