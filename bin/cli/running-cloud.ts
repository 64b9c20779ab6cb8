import path from 'node:path';
import type { Command } from 'commander';
import { type Endpoints, readEndpoints, stateDirectoryOf } from '../../localstack/endpoints';
import { CommandError } from './command-error';

export const withStateDirectory = (command: Command): Command =>
  command.option('--state-directory <dir>', 'of the local cloud to talk to (ORDER_WORKFLOW_STATE)');

/** @throws CommandError when no local cloud runs there */
export function runningCloud({ stateDirectory }: { readonly stateDirectory?: string }): Endpoints {
  const directory = stateDirectory === undefined ? stateDirectoryOf() : path.resolve(stateDirectory);
  const endpoints = readEndpoints(directory);
  if (endpoints === undefined) {
    throw new CommandError(
      `no local cloud runs on ${directory}. Start one with 'npm start' or 'npm run up', ` +
        'or name another directory with --state-directory',
    );
  }
  return endpoints;
}
