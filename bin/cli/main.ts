import { CommanderError } from 'commander';
import { CommandError, EXIT } from './command-error';
import { createProgram } from './program';

/** `npx order-workflow …`: what a person at a terminal asks of a running system. */
async function main(): Promise<void> {
  try {
    await createProgram().parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Commander has written its own message already; of other errors only the unexpected ones show a stack. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? 0 : EXIT.usage;
  }
  console.error(error instanceof CommandError ? error.message : error);
  return error instanceof CommandError ? error.exitCode : EXIT.failure;
}

void main();
