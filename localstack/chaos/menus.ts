import type { Call } from './call';
import type { HttpFault } from './http-fault';
import type { LambdaFault } from './lambda-fault';
import type { Menu } from './random-faults';
import type { TcpFault } from './tcp-fault';

/** Beyond the time-out of every function, so that it is killed in its sleep. */
const TOO_LATE_MS = 40_000;

/** When the last of what arrives late has arrived. */
export const LATEST_ARRIVAL_MS = 1_500;

/**
 * What makes a function wait for its whole time-out is rare: it is one fault, and a quarter of a minute. A killed one is
 * a cold start more, which costs a small machine as much as ten calls: there are some hundred of them in a run.
 */
export const lambdaMenu: Menu<LambdaFault> = [
  { weight: 25, of: { kind: 'invocation-add-delay', startupDelayMilliseconds: 700 } },
  { weight: 1, of: { kind: 'invocation-add-delay', startupDelayMilliseconds: TOO_LATE_MS } },
  { weight: 20, of: { kind: 'invocation-error', preventExecution: true } },
  { weight: 27, of: { kind: 'invocation-error', preventExecution: false } },
  { weight: 8, of: { kind: 'kill-before-call' } },
  { weight: 12, of: { kind: 'kill-after-effect' } },
  { weight: 5, of: { kind: 'kill-after-answer' } },
  { weight: 2, of: { kind: 'drop-answer' } },
];

const BAD_GATEWAY: LambdaFault = {
  kind: 'invocation-http-integration-response',
  preventExecution: false,
  answer: { statusCode: 502, body: '{"message":"an experiment wanted this"}' },
};

/** Functions whose answers go to a browser have one fault more. */
const API_FUNCTIONS = new Set(['place-order', 'get-order', 'list-orders', 'list-products']);

export const lambdaMenuOf = ({ name }: Call): Menu<LambdaFault> =>
  API_FUNCTIONS.has(name) ? [...lambdaMenu, { weight: 15, of: BAD_GATEWAY }] : lambdaMenu;

export const awsMenu: Menu<HttpFault> = [
  { weight: 20, of: { kind: 'throttle' } },
  { weight: 15, of: { kind: 'error-500-before' } },
  { weight: 15, of: { kind: 'error-500-after' } },
  { weight: 10, of: { kind: 'reset-before' } },
  { weight: 15, of: { kind: 'reset-after' } },
  { weight: 4, of: { kind: 'silence-after' } },
  { weight: 7, of: { kind: 'arrives-late', ms: LATEST_ARRIVAL_MS } },
  { weight: 8, of: { kind: 'delay', ms: 500 } },
  { weight: 11, of: { kind: 'duplicate' } },
];

/** As for AWS; a silent provider holds a step up for as long as the step waits for it. */
export const outsideMenu: Menu<HttpFault> = awsMenu;

const statements: Menu<TcpFault> = [
  { weight: 20, of: { kind: 'cut-before' } },
  { weight: 20, of: { kind: 'cut-during' } },
  { weight: 20, of: { kind: 'cut-after' } },
  { weight: 15, of: { kind: 'arrives-late', ms: LATEST_ARRIVAL_MS } },
  { weight: 5, of: { kind: 'black-hole' } },
  { weight: 20, of: { kind: 'delay', ms: 500 } },
];

const startUps: Menu<TcpFault> = [
  { weight: 3, of: { kind: 'cut-before' } },
  { weight: 1, of: { kind: 'black-hole' } },
  { weight: 3, of: { kind: 'delay', ms: 500 } },
];

export const postgresMenuOf = ({ name }: Call): Menu<TcpFault> => (name === 'statement' ? statements : startUps);
