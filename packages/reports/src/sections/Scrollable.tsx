/** @jsxImportSource preact */
/** A region that scrolls when it is too narrow, by the keyboard too. */
import type { ComponentChildren } from "preact";

export interface ScrollableProps {
  readonly class: string;
  readonly label: string;
  readonly children: ComponentChildren;
}

export const Scrollable = ({ class: name, label, children }: ScrollableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
  <section class={name} tabIndex={0} aria-label={label}>
    {children}
  </section>
);
