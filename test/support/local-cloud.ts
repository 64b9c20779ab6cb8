import { type Endpoints, readEndpoints } from '../../localstack/endpoints';
import type { LocalCloud } from '../../localstack/running-cloud';
import { customerToken } from '../../localstack/token-issuer/local-token';

export const STATE_VARIABLE = 'ORDER_WORKFLOW_TEST_STATE';

/** @throws when the test runs outside of the projects whose set-up starts a local cloud, or when it has ended */
export function localCloud(): Endpoints {
  const stateDirectory = process.env[STATE_VARIABLE];
  const endpoints = stateDirectory === undefined ? undefined : readEndpoints(stateDirectory);
  if (endpoints === undefined) {
    throw new Error("no local cloud runs: this test belongs in the projects 'integration' or 'end-to-end'");
  }
  return endpoints;
}

/** A token that the API of the local cloud accepts. */
export function tokenOf(customerId: string, rights: { readonly operator?: boolean } = {}): string {
  const { stateDirectory, tokenIssuer } = localCloud();
  return customerToken({ stateDirectory, issuer: tokenIssuer.url, audience: tokenIssuer.audience }, customerId, rights);
}

declare global {
  /** Set-up and tear-down run in one process, but share no module. */
  var orderWorkflowCloud: LocalCloud | undefined;
}

export const cloudOfThisRun = {
  get: (): LocalCloud | undefined => globalThis.orderWorkflowCloud,
  set: (cloud: LocalCloud | undefined): void => {
    globalThis.orderWorkflowCloud = cloud;
  },
};
