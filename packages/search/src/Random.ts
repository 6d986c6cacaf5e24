/**
 * Randomness of one trial, as an argument. Whoever calls a sampler makes one for each trial, keyed by the study's
 * seed and the trial's number.
 */
export interface Random {
  /** In [0, 1). The same purpose gives the same number: the order of calls never matters. */
  readonly uniform: (purpose: string) => number;
}
