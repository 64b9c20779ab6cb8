import { type Endpoints, stateDirectoryOf } from './endpoints';
import { orderOf } from './main-job/scenarios';
import { customerToken } from './token-issuer/local-token';

/** Where everything listens, and a `curl` that works as it stands. */
export function welcome({
  api,
  console: operatorConsole,
  emulator,
  postgres,
  replica,
  paymentProvider,
  carrier,
  tokenIssuer,
  stateDirectory,
}: Endpoints): string {
  const elsewhere = stateDirectory === stateDirectoryOf() ? '' : ` --state-directory ${stateDirectory}`;
  const issuer = { stateDirectory, issuer: tokenIssuer.url, audience: tokenIssuer.audience };
  return `
  API        ${api}
${operatorConsole === undefined ? '' : `  console    ${operatorConsole}\n`}  emulator   ${emulator}
  Postgres   ${postgres.url}
  replica    ${replica.url}
  payment    ${paymentProvider.ledgerUrl}
  carrier    ${carrier.ledgerUrl}

An order:

  curl -i ${api}/orders \\
    -H 'authorization: Bearer ${customerToken(issuer, 'customer-1')}' \\
    -H 'content-type: application/json' -H "idempotency-key: $(date +%s)" \\
    -d '${JSON.stringify(orderOf())}'

In another terminal (Ctrl-C here stops):

  npx order-workflow endpoints${elsewhere}
  npx order-workflow token --customer ID${elsewhere}
`;
}
