import { Command } from 'commander';
import { alarmsCommand } from './commands/alarms';
import { deadLettersCommand } from './commands/dead-letters';
import { endpointsCommand } from './commands/endpoints';
import { eventsCommand } from './commands/events';
import { mailsCommand } from './commands/mails';
import { ordersCommand } from './commands/orders';
import { tokenCommand } from './commands/token';
import { traceCommand } from './commands/trace';
import { webhooksCommand } from './commands/webhooks';

/** All commands. Throws in place of ending the process, at whatever depth somebody has mistyped. */
export function createProgram(): Command {
  const program = new Command('order-workflow')
    .description('Looks into a running order workflow and acts on it.')
    .addCommand(endpointsCommand())
    .addCommand(tokenCommand())
    .addCommand(ordersCommand())
    .addCommand(eventsCommand())
    .addCommand(deadLettersCommand())
    .addCommand(traceCommand())
    .addCommand(alarmsCommand())
    .addCommand(mailsCommand())
    .addCommand(webhooksCommand());
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    command.exitOverride();
  }
  return program;
}
