/** `1 trial`, `3 trials`. The plural is given where it is not the singular with an s. */
export const countText = (count: number, singular: string, plural = `${singular}s`): string =>
  `${count} ${count === 1 ? singular : plural}`;
