import { Command } from 'commander';
import { addLocalCloudOptions, localCloudOptions } from './options';
import { createProgress } from './progress';
import { runLocalCloud, untilAborted } from './run-local-cloud';
import type { LocalCloud } from './running-cloud';
import { customerToken } from './token-issuer/local-token';

/** `npm run up`: the local cloud, and nothing else, until Ctrl-C. */
async function main(): Promise<void> {
  const command = addLocalCloudOptions(new Command('npm run up --'))
    .description('starts the local cloud and keeps it up until Ctrl-C')
    .parse();
  process.exitCode = await runLocalCloud(
    { ...localCloudOptions(command), progress: createProgress() },
    async (cloud, signal) => {
      console.log(welcome(cloud));
      await untilAborted(signal);
      return 0;
    },
  );
}

function welcome({ endpoints }: LocalCloud): string {
  const { api, emulator, postgres, paymentProvider, carrier, tokenIssuer, stateDirectory } = endpoints;
  const token = customerToken(
    { stateDirectory, issuer: tokenIssuer.url, audience: tokenIssuer.audience },
    'customer-1',
  );
  const order = {
    lines: [{ sku: 'TEA-ASSAM-250', quantity: 2 }],
    paymentMethodId: 'pm_card_visa',
    shippingAddress: {
      name: 'Ada Lovelace',
      line1: '12 St James Square',
      postalCode: '10115',
      city: 'Berlin',
      country: 'DE',
    },
  };
  return `
  API        ${api}
  emulator   ${emulator}
  Postgres   ${postgres.url}
  payment    ${paymentProvider.ledgerUrl}
  carrier    ${carrier.ledgerUrl}

An order:

  curl -i ${api}/orders \\
    -H 'authorization: Bearer ${token}' \\
    -H 'content-type: application/json' -H "idempotency-key: $(date +%s)" \\
    -d '${JSON.stringify(order)}'

'npx order-workflow endpoints' and 'npx order-workflow token --customer ID' work in another terminal. Ctrl-C stops.
`;
}

void main();
