import { Command } from 'commander';

/** To the shell; 1 says that what the script has looked at is not as it must be. */
const CALLED_WRONGLY = 2;

/**
 * The command line of a script. What it does not know it refuses before it does anything: `--chek` must not pass for a
 * call without `--check`.
 */
export const scriptCommand = (name: string): Command =>
  new Command(`npm run ${name} --`)
    .allowExcessArguments(false)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : CALLED_WRONGLY));
