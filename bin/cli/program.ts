import { Command } from 'commander';
import { alarmsCommand } from './commands/alarms';
import { deadLettersCommand } from './commands/dead-letters';
import { endpointsCommand } from './commands/endpoints';
import { ordersCommand } from './commands/orders';
import { tokenCommand } from './commands/token';
import { traceCommand } from './commands/trace';

/** All commands. Throws in place of ending the process, at whatever depth somebody has mistyped. */
export function createProgram(): Command {
  const program = new Command('order-workflow')
    .description('Looks into a running order workflow and acts on it.')
    .addCommand(endpointsCommand())
    .addCommand(tokenCommand())
    .addCommand(ordersCommand())
    .addCommand(deadLettersCommand())
    .addCommand(traceCommand())
    .addCommand(alarmsCommand());
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    command.exitOverride();
  }
  return program;
}
