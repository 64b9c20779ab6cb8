import { isIPv4, isIPv6 } from 'node:net';
import { isLoopbackAddress, isPublicAddress } from './reachable-addresses';

/** Where webhooks may go. */
export interface WebhookTargets {
  /** @returns why an address (a URL) cannot be one of an endpoint, or undefined */
  problemOf(url: string): string | undefined;
  /** Of each address that a name leads to, at the moment of connecting. */
  mayConnect(protocol: string, address: string): boolean;
}

/** In the cloud: https to the internet. */
export const publicTargets: WebhookTargets = {
  problemOf: (text) => formProblemOf(text) ?? schemeProblemOf(new URL(text)),
  mayConnect: (protocol, address) => protocol === 'https:' && isPublicAddress(address),
};

/** On the local cloud: receivers on this machine as well, which need no certificate. */
export const publicAndLoopbackTargets: WebhookTargets = {
  problemOf: (text) =>
    formProblemOf(text) ?? (isOnThisMachine(new URL(text)) ? undefined : publicTargets.problemOf(text)),
  mayConnect: (protocol, address) => isLoopbackAddress(address) || publicTargets.mayConnect(protocol, address),
};

function formProblemOf(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return 'must be an https address';
  }
  if (url.username !== '' || url.password !== '') {
    return 'must not contain a user name or a password';
  }
  return url.hash === '' ? undefined : 'must not contain a fragment';
}

function schemeProblemOf(url: URL): string | undefined {
  if (url.protocol !== 'https:') {
    return 'must be an https address';
  }
  const literal = addressIn(url);
  const isInside = literal === undefined ? NAMES_OF_THIS_MACHINE.test(url.hostname) : !isPublicAddress(literal);
  return isInside ? 'must not lead into a private network' : undefined;
}

/** The only names that lead inside by definition (RFC 6761). What any other leads to is known when it is connected to. */
const NAMES_OF_THIS_MACHINE = /(^|\.)localhost\.?$/;

const isOnThisMachine = (url: URL): boolean => url.hostname === 'localhost' || isLoopbackAddress(addressIn(url) ?? '');

/** The address that a URL names in place of a host. `URL` has read its odd forms already: `0x7f.1` is `127.0.0.1`. */
export function addressIn({ hostname }: URL): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIPv4(bare) || isIPv6(bare) ? bare : undefined;
}

/** What the stage says. Only the local one may say `loopback too`. */
export const webhookTargets = (which: 'public' | 'loopback too'): WebhookTargets =>
  which === 'public' ? publicTargets : publicAndLoopbackTargets;
