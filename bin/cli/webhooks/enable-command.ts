import { Command } from 'commander';
import type { EndpointState } from '../../../lambdas/ports/webhook-endpoints';
import { type TargetOptions, withTarget } from '../aws-target';
import { atOutwardDesk, findEndpoint } from './desk';

const switchCommand = (name: string, description: string, stateAt: (now: string) => EndpointState): Command =>
  withTarget(new Command(name))
    .description(description)
    .argument('<endpoint>', "its id, or the beginning of it, see 'list'")
    .option('--json', 'as JSON, for scripts')
    .action((id: string, options: TargetOptions & { readonly json?: true }) =>
      atOutwardDesk(options, async (desk) => {
        const { endpointId } = await findEndpoint(desk, id);
        const state = stateAt(new Date().toISOString());
        await desk.endpoints.change(endpointId, { state });
        console.log(options.json ? JSON.stringify({ endpointId, ...state }) : `${endpointId} is ${state.status}`);
      }),
    );

export const enableCommand = (): Command =>
  switchCommand('enable', "sends to an endpoint again; 'replay --to' makes up for what it missed", () => ({
    status: 'enabled',
  }));

export const disableCommand = (): Command =>
  switchCommand('disable', 'sends nothing to an endpoint until it is enabled', (since) => ({
    status: 'disabled',
    since,
    because: 'an operator said so',
    announced: true,
  }));
