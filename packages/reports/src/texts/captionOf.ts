/** The sentences that could be computed, one after the other. */
export const captionOf = (...sentences: ReadonlyArray<string | undefined>): string =>
  sentences.filter((sentence) => sentence !== undefined).join(" ");
