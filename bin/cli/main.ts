import { Command, CommanderError } from 'commander';
import { CommandError, EXIT } from './command-error';
import { deadLettersCommand } from './commands/dead-letters';
import { endpointsCommand } from './commands/endpoints';
import { eventsCommand } from './commands/events';
import { mailsCommand } from './commands/mails';
import { ordersCommand } from './commands/orders';
import { tokenCommand } from './commands/token';
import { traceCommand } from './commands/trace';
import { webhooksCommand } from './commands/webhooks';

/** `npx order-workflow …`: what a person at a terminal asks of a running system. */
async function main(): Promise<void> {
  const program = new Command('order-workflow')
    .description('Looks into a running order workflow and acts on it.')
    .addCommand(endpointsCommand())
    .addCommand(tokenCommand())
    .addCommand(ordersCommand())
    .addCommand(eventsCommand())
    .addCommand(deadLettersCommand())
    .addCommand(traceCommand())
    .addCommand(mailsCommand())
    .addCommand(webhooksCommand());
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    command.exitOverride();
  }
  try {
    await program.parseAsync();
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
