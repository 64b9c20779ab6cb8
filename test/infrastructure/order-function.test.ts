import { POSTGRES_BOUNDS } from '../../lambdas/persistence/postgres/bounds';
import type { Stage } from '../../lib/stage';
import { cloudStage, localStage, type Resource, resourcesOf, synthesize } from './stages';

const LONGEST_TIMEOUT_SECONDS = 60;

/** Nobody waits for these: one runs while a deployment does, one ends well before its next turn. */
const LONGEST_OF_ITS_OWN: Readonly<Record<string, number>> = { 'migrate-database': 600, 'expire-reservations': 120 };

/** The library adds functions of its own for what CloudFormation cannot do; ours have a service name. */
const functionsOf = (stage: Stage) => {
  const { data, workflow } = synthesize(stage);
  return {
    functions: resourcesOf('AWS::Lambda::Function', data, workflow).filter((fn) => nameOf(fn) !== undefined),
    logGroups: resourcesOf('AWS::Logs::LogGroup', data, workflow),
  };
};

const variablesOf = ({ Properties }: Resource): Record<string, unknown> => Properties.Environment?.Variables ?? {};
const nameOf = (fn: Resource) => variablesOf(fn)['POWERTOOLS_SERVICE_NAME'];
const roleOf = ({ Properties }: Resource): string => Properties.Role['Fn::GetAtt'][0];

describe.each([
  { name: 'the cloud stage', stage: cloudStage() },
  { name: 'the local stage', stage: localStage() },
])('Functions of $name', ({ stage }) => {
  const { functions, logGroups } = functionsOf(stage);
  const namesWhere = (isWrong: (fn: Resource) => boolean) => functions.filter(isWrong).map(nameOf);

  it('exist', () => {
    expect(functions.length).toBeGreaterThanOrEqual(16);
  });

  it('are all traced', () => {
    expect(namesWhere(({ Properties }) => Properties.TracingConfig?.Mode !== 'Active')).toEqual([]);
  });

  it('all write to a log of their own, which expires', () => {
    const retentionOf = ({ Properties }: Resource): number =>
      logGroups.find(({ logicalId }) => logicalId === Properties.LoggingConfig?.LogGroup?.Ref)?.Properties
        .RetentionInDays;

    expect(namesWhere((fn) => !(retentionOf(fn) <= 90))).toEqual([]);
  });

  it('all end within a bound that somebody chose', () => {
    const isWrong = (fn: Resource) => {
      const longest = LONGEST_OF_ITS_OWN[String(nameOf(fn))] ?? LONGEST_TIMEOUT_SECONDS;
      const { Timeout } = fn.Properties;
      return !(Timeout > 3 && Timeout <= longest);
    };

    expect(namesWhere(isWrong)).toEqual([]);
  });

  it('live longer than their own deadlines for Postgres, so that these are what is reported', () => {
    const { connectTimeoutMs, queryTimeoutMs } = POSTGRES_BOUNDS;
    const usesPostgres = (fn: Resource) => variablesOf(fn)['DATABASE_HOST'] !== undefined;

    expect(functions.filter(usesPostgres).length).toBeGreaterThan(10);
    expect(
      namesWhere((fn) => usesPostgres(fn) && fn.Properties.Timeout * 1_000 <= connectTimeoutMs + queryTimeoutMs),
    ).toEqual([]);
  });

  it('are throttled by nothing but the account, since a throttled message burns a receive', () => {
    expect(namesWhere(({ Properties }) => Properties.ReservedConcurrentExecutions !== undefined)).toEqual([]);
  });

  it('all run on arm64 and lead errors back to the sources', () => {
    const isWrong = (fn: Resource) =>
      fn.Properties.Architectures?.[0] !== 'arm64' || variablesOf(fn)['NODE_OPTIONS'] !== '--enable-source-maps';

    expect(namesWhere(isWrong)).toEqual([]);
  });

  it('never share a role', () => {
    expect(new Set(functions.map(roleOf)).size).toBe(functions.length);
  });
});

describe('Seam between the runtimes', () => {
  const runtimesOf = (stage: Stage) =>
    new Set(functionsOf(stage).functions.map(({ Properties }) => Properties.Runtime));

  it('runs functions on Node 24 in the cloud', () => {
    expect(runtimesOf(cloudStage())).toEqual(new Set(['nodejs24.x']));
  });

  it('runs functions on the runtime beside their code on the local cloud, which keeps error names', () => {
    expect(runtimesOf(localStage())).toEqual(new Set(['provided.al2023']));
  });
});

describe('Environment of the functions in the cloud', () => {
  const { functions } = functionsOf(cloudStage());

  it('holds no secret, only where secrets are', () => {
    const secrets = functions.flatMap((fn) =>
      Object.keys(variablesOf(fn))
        .filter((name) => /PASSWORD|_KEY$|_TOKEN$/.test(name))
        .map((name) => `${nameOf(fn)}: ${name}`),
    );

    expect(secrets).toEqual([]);
  });

  it('sends the queries of customers to the replica, and whoever decides something to the writer', () => {
    const variableOf = (variable: string) => (name: string) =>
      variablesOf(functions.find((fn) => nameOf(fn) === name) as Resource)[variable];
    const reading = ['get-order', 'get-timeline', 'list-orders', 'list-products'];
    const deciding = ['reserve-inventory', 'charge-payment', 'confirm-order', 'flag-failed-execution'];
    const replicas = new Set(reading.map(variableOf('DATABASE_READER_HOST')).map((host) => JSON.stringify(host)));
    const writers = new Set(
      [...reading, ...deciding].map(variableOf('DATABASE_HOST')).map((host) => JSON.stringify(host)),
    );

    expect([replicas.size, writers.size]).toEqual([1, 1]);
    expect([...replicas, ...writers]).toEqual([0, 1].map(() => expect.stringContaining('Fn::ImportValue')));
    expect(replicas).not.toEqual(writers);
    expect(deciding.map(variableOf('DATABASE_READER_HOST'))).toEqual(deciding.map(() => undefined));
  });
});
