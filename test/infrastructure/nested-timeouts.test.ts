import { JWKS_ATTEMPTS, JWKS_TIMEOUT_MS } from '../../lambdas/api/token-verifier';
import { CLAIM_LEASE_MS } from '../../lambdas/consumers/deliver-webhook';
import { CALL_TIMEOUT_MS } from '../../lambdas/gateways/call-timeouts';
import { POSTGRES_BOUNDS, SERVER_DEADLINES } from '../../lambdas/persistence/postgres/bounds';
import { AWS_CALL_MS } from '../../lambdas/runtime/aws-client-bounds';
import type { AslDefinition } from '../support/asl/definition';
import { synthesizeOrderSaga } from '../support/asl/order-saga';
import { LONGEST_WAYS } from '../support/timeouts/longest-ways';
import { cloudStage, type Resource, resourcesOf, synthesize } from './stages';

const { data, workflow } = synthesize(cloudStage());
const functions = resourcesOf('AWS::Lambda::Function', data, workflow);
const functionOf = (logicalId: string): Resource => {
  const found = functions.find((candidate) => candidate.logicalId === logicalId);
  if (found === undefined) {
    throw new Error(`the template has no function ${logicalId}`);
  }
  return found;
};
const timeoutMsOf = ({ Properties }: Resource): number => Properties.Timeout * 1_000;
/** The logical id of the function that some text of a template names. */
const functionIn = (value: unknown): Resource => {
  const text = JSON.stringify(value);
  const named = functions.filter(({ logicalId }) => text.includes(`"${logicalId}"`));
  expect(named).toHaveLength(1);
  return named[0] as Resource;
};

/** What one call outside may take: of an SDK client with its attempts, of Postgres, and each by signed `fetch` or HTTP. */
const STATEMENT_MS = POSTGRES_BOUNDS.connectTimeoutMs + POSTGRES_BOUNDS.queryTimeoutMs;
const LONGEST_CALL_MS = Math.max(AWS_CALL_MS, STATEMENT_MS, ...Object.values(CALL_TIMEOUT_MS));

const API_METHODS = resourcesOf('AWS::ApiGateway::Method', workflow);
const MAPPINGS = resourcesOf('AWS::Lambda::EventSourceMapping', workflow);
const QUEUES = resourcesOf('AWS::SQS::Queue', data, workflow);

/** Each contains the next: whoever is inside gives up first, and can still say so. */
describe('Time-outs nest', () => {
  it('every function has a time-out of its own', () => {
    const without = functions.filter((fn) => !(timeoutMsOf(fn) > 0));

    expect(without.map(({ logicalId }) => logicalId)).toEqual([]);
  });

  it.each(API_METHODS.map(({ logicalId, Properties }) => [logicalId, Properties] as const))(
    'API %s > its function > its longest call',
    (_, { Integration }) => {
      const fn = functionIn(Integration.Uri);

      expect(Integration.TimeoutInMillis).toBeGreaterThan(timeoutMsOf(fn));
      expect(timeoutMsOf(fn)).toBeGreaterThan(LONGEST_CALL_MS);
    },
  );

  const machines = resourcesOf('AWS::StepFunctions::StateMachine', workflow);
  const { definition, saga } = synthesizeOrderSaga();

  it('execution > the worst case of its longest way', () => {
    expect(definition.TimeoutSeconds).toBeGreaterThan(saga.worstCase.duration.toSeconds());
  });

  it.each(machines.map((machine) => [machine.logicalId, definitionIn(machine)] as const))(
    'states of %s > their functions > their longest calls',
    (_, { States }) => {
      for (const [name, { Resource: arn = '', TimeoutSeconds = 0 }] of Object.entries(States)) {
        const fn = functionOf(arn.split(':').at(-1) ?? '');

        expect({ name, exceeds: TimeoutSeconds * 1_000 > timeoutMsOf(fn) }).toEqual({ name, exceeds: true });
        expect(timeoutMsOf(fn)).toBeGreaterThan(LONGEST_CALL_MS);
      }
    },
  );

  it('what deploys > its wait for the migrations > their function', () => {
    const [trigger] = resourcesOf('Custom::Trigger', data);
    const version = resourcesOf('AWS::Lambda::Version', data).find(
      ({ logicalId }) => logicalId === trigger?.Properties.HandlerArn.Ref,
    );
    const waitsMs = Number(trigger?.Properties.Timeout);

    expect(timeoutMsOf(functionIn(trigger?.Properties.ServiceToken))).toBeGreaterThan(waitsMs);
    expect(waitsMs).toBeGreaterThan(timeoutMsOf(functionIn(version?.Properties.FunctionName)));
  });

  it.each(MAPPINGS.map(({ logicalId, Properties }) => [logicalId, Properties] as const))(
    'queue of %s > six times its consumer > its longest call',
    (_, { EventSourceArn, FunctionName }) => {
      const fn = functionIn(FunctionName);
      const text = JSON.stringify(EventSourceArn);
      const queue = QUEUES.find(({ logicalId }) => text.includes(logicalId));

      expect(queue?.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * fn.Properties.Timeout);
      expect(timeoutMsOf(fn)).toBeGreaterThan(LONGEST_CALL_MS);
    },
  );

  it('every function > its longest call', () => {
    const longestCallOf = ({ logicalId }: Resource): number =>
      logicalId.startsWith('RoutesAuthorize') ? JWKS_ATTEMPTS * JWKS_TIMEOUT_MS : LONGEST_CALL_MS; // it asks the issuer alone

    expect(functions.length).toBeGreaterThanOrEqual(16);
    expect(functions.filter((fn) => timeoutMsOf(fn) <= longestCallOf(fn)).map(({ logicalId }) => logicalId)).toEqual(
      [],
    );
  });

  const named = new Map(
    functions.flatMap((fn) => {
      const name: string | undefined = fn.Properties.Environment?.Variables?.POWERTOOLS_SERVICE_NAME;
      return name === undefined ? [] : [[name, fn] as const];
    }),
  );

  it('every function of ours has a longest way', () => {
    expect([...named.keys()].sort()).toEqual(Object.keys(LONGEST_WAYS).sort());
  });

  it.each(Object.entries(LONGEST_WAYS))(
    'function %s > one attempt of each call on its longest way, added up',
    (name, way) => {
      const added = Object.values(way).reduce((sum, ms) => sum + ms, 0);
      const fn = named.get(name);

      expect(fn && timeoutMsOf(fn)).toBeGreaterThan(added);
    },
  );

  it('a claim on a delivery > the function that has made it', () => {
    const deliver = named.get('deliver-webhook');

    expect(CLAIM_LEASE_MS).toBeGreaterThan(deliver === undefined ? Number.POSITIVE_INFINITY : timeoutMsOf(deliver));
  });

  it('a statement at its client > the same at its server > a wait for a lock there', () => {
    expect(POSTGRES_BOUNDS.queryTimeoutMs).toBeGreaterThan(SERVER_DEADLINES.statementMs);
    expect(SERVER_DEADLINES.statementMs).toBeGreaterThan(SERVER_DEADLINES.lockMs);
  });
});

/** The text of a definition, with the logical ids of functions in the place of their ARNs. */
function definitionIn({ Properties }: Resource): AslDefinition {
  const parts: readonly unknown[] = Properties.DefinitionString['Fn::Join'][1];
  const text = parts
    .map((part) => (typeof part === 'string' ? part : (Object.values(part as object)[0] as readonly string[])[0]))
    .join('');
  return JSON.parse(text);
}
