export const EXIT = {
  /** Some of it failed. */
  failure: 1,
  usage: 2,
  /** The user said no, or could not be asked. */
  refused: 3,
} as const;

/** A failure that the user can act on: its message is shown alone. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: (typeof EXIT)[keyof typeof EXIT];

  constructor(message: string, exitCode: (typeof EXIT)[keyof typeof EXIT] = EXIT.failure) {
    super(message);
    this.exitCode = exitCode;
  }
}
