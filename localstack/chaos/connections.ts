import { POSTGRES_BOUNDS } from '../../lambdas/persistence/postgres/bounds';

/** Connections of the functions to Postgres at one moment, as Postgres counts them. */
export interface ConnectionSample {
  /** Milliseconds, as `performance.now()` counts them. */
  readonly at: number;
  readonly open: number;
  /** For longer than anybody is who is still at work. */
  readonly idleInTransaction: number;
  /** Execution environments that live, or lived until a moment ago: Postgres may not have noticed yet. */
  readonly environments: number;
  /** Connections that were broken on purpose a moment ago: their server may still be busy, and their client has another. */
  readonly broken: number;
}

/** Beside those of living environments, whatever was broken on purpose may still be there. */
export const mostAllowed = ({ environments, broken }: ConnectionSample): number =>
  environments * POSTGRES_BOUNDS.connectionsPerEnvironment + broken;

const shareOfAllowed = (sample: ConnectionSample): number =>
  sample.open === 0 ? 0 : sample.open / mostAllowed(sample);

/** The sample that is closest to its bound, or farthest beyond it. */
export const tightest = (samples: readonly ConnectionSample[]): ConnectionSample | undefined =>
  samples.toSorted((a, b) => shareOfAllowed(b) - shareOfAllowed(a))[0];

/** No execution environment has more connections than it may, and once all is quiet none holds a transaction open. */
export function judgeConnections(
  samples: readonly ConnectionSample[],
  { quietFrom }: { readonly quietFrom: number },
): readonly string[] {
  const most = tightest(samples);
  const forgotten = samples.filter(({ at }) => at >= quietFrom).map(({ idleInTransaction }) => idleInTransaction);
  return [
    ...(most !== undefined && shareOfAllowed(most) > 1
      ? [
          `connections: ${most.open} at once, and ${most.environments} execution environments may have ${mostAllowed(most)}`,
        ]
      : []),
    ...(samples.some(({ open }) => open > 0) ? [] : ['connections: none was ever seen, so nothing is known of them']),
    ...(forgotten.some((count) => count > 0)
      ? [`connections: ${Math.max(...forgotten)} of them held a transaction open`]
      : []),
  ];
}
