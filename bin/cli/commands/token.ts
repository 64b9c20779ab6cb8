import { Command } from 'commander';
import { customerToken } from '../../../localstack/token-issuer/local-token';
import { duration } from '../duration';
import { runningCloud, withStateDirectory } from '../running-cloud';

interface TokenOptions {
  readonly stateDirectory?: string;
  readonly customer: string;
  readonly operator?: true;
  readonly expiresIn: number;
}

const DEFAULT_LIFETIME_SECONDS = 3_600;

export const tokenCommand = (): Command =>
  withStateDirectory(new Command('token'))
    .description('prints a token for the API of the local cloud, and nothing else')
    .requiredOption('--customer <id>', 'whose token it is')
    .option('--operator', 'may see and handle the orders of every customer')
    .option('--expires-in <time>', 'e.g. 90s, 15m, 1h, 7d', duration, DEFAULT_LIFETIME_SECONDS)
    .action((options: TokenOptions) => {
      const { stateDirectory, tokenIssuer } = runningCloud(options);
      const issuer = { stateDirectory, issuer: tokenIssuer.url, audience: tokenIssuer.audience };
      const rights = { operator: options.operator ?? false, lifetimeSeconds: options.expiresIn };
      console.log(customerToken(issuer, options.customer, rights));
    });
