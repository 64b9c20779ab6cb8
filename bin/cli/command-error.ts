/** A failure that the user can act on: its message is shown alone, and the exit code is 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
