import { POSTGRES_BOUNDS } from '../../lambdas/persistence/postgres/bounds';

/** Connections of the functions to Postgres at one moment, as Postgres counts them. */
export interface ConnectionSample {
  readonly open: number;
  readonly idleInTransaction: number;
  /** Execution environments that live, or lived until a moment ago: Postgres may not have noticed yet. */
  readonly environments: number;
  /** Connections that were broken on purpose a moment ago: their server may still be busy, and their client has another. */
  readonly broken: number;
}

const mostAllowed = ({ environments, broken }: ConnectionSample): number =>
  environments * POSTGRES_BOUNDS.connectionsPerEnvironment + broken;

const excess = (sample: ConnectionSample): number => sample.open - mostAllowed(sample);

/** No execution environment has more connections than it may, and once all is quiet none holds a transaction open. */
export function judgeConnections({
  during,
  afterwards,
}: {
  readonly during: readonly ConnectionSample[];
  readonly afterwards: ConnectionSample;
}): readonly string[] {
  const most = [...during, afterwards].reduce((worst, sample) => (excess(sample) > excess(worst) ? sample : worst));
  return [
    ...(excess(most) > 0
      ? [
          `connections: ${most.open} at once, and ${most.environments} execution environments may have ${mostAllowed(most)}`,
        ]
      : []),
    ...(during.some(({ open }) => open > 0) ? [] : ['connections: none was ever seen, so nothing is known of them']),
    ...(afterwards.idleInTransaction > 0
      ? [`connections: ${afterwards.idleInTransaction} of them hold a transaction open`]
      : []),
  ];
}
