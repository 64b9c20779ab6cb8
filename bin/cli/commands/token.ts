import { Command, InvalidArgumentError } from 'commander';
import { customerToken } from '../../../localstack/token-issuer/local-token';
import { runningCloud, withStateDirectory } from '../running-cloud';

interface TokenOptions {
  readonly stateDirectory?: string;
  readonly customer: string;
  readonly operator?: true;
  readonly expiresIn: number;
}

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

export const tokenCommand = (): Command =>
  withStateDirectory(new Command('token'))
    .description('prints a token for the API of the local cloud, and nothing else')
    .requiredOption('--customer <id>', 'whose token it is')
    .option('--operator', 'may see and handle the orders of every customer')
    .option('--expires-in <time>', 'e.g. 90s, 15m, 1h, 7d', lifetime, SECONDS.h)
    .action((options: TokenOptions) => {
      const { stateDirectory, tokenIssuer } = runningCloud(options);
      const issuer = { stateDirectory, issuer: tokenIssuer.url, audience: tokenIssuer.audience };
      const rights = { operator: options.operator ?? false, lifetimeSeconds: options.expiresIn };
      console.log(customerToken(issuer, options.customer, rights));
    });

function lifetime(text: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count === undefined || Number(count) === 0) {
    throw new InvalidArgumentError("expected a number and one of s, m, h, d, e.g. '1h'");
  }
  return Number(count) * SECONDS[unit as keyof typeof SECONDS];
}
