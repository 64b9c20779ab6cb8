import { Command } from 'commander';
import { switchedByOperator } from '../../../lambdas/operations/webhooks/switched-by-operator';
import { type TargetOptions, withTarget } from '../aws-target';
import { CommandError } from '../command-error';
import { atOutwardDesk, findEndpoint } from './desk';

const switchCommand = (name: string, description: string, enabled: boolean): Command =>
  withTarget(new Command(name))
    .description(description)
    .argument('<endpoint>', "its id, or the beginning of it, see 'list'")
    .option('--json', 'as JSON, for scripts')
    .action((id: string, options: TargetOptions & { readonly json?: true }) =>
      atOutwardDesk(options, async (desk) => {
        const endpoint = await findEndpoint(desk, id);
        const { endpointId } = endpoint;
        const state = switchedByOperator(endpoint, enabled, new Date());
        if ((await desk.endpoints.change(endpointId, { state })) === undefined) {
          throw new CommandError(`endpoint ${endpointId} was removed meanwhile`);
        }
        console.log(options.json ? JSON.stringify({ endpointId, ...state }) : `${endpointId} is ${state.status}`);
      }),
    );

export const enableCommand = (): Command =>
  switchCommand('enable', "sends to an endpoint again; 'replay --to' makes up for what it missed", true);

export const disableCommand = (): Command =>
  switchCommand('disable', 'sends nothing to an endpoint until it is enabled; what it misses can be replayed', false);
