/** What an engine rejects with that this machine cannot run: why, and what to do about it. */
export class EngineUnavailable extends Error {
  readonly reason: string;
  readonly remedy: string;

  constructor(engine: string, reason: string, remedy: string) {
    super(`the engine ${engine} cannot be used: ${reason}; ${remedy}`);
    this.reason = reason;
    this.remedy = remedy;
  }
}
