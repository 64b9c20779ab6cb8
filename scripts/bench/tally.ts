import type { Call, Point } from '../../localstack/chaos/call';
import type { ChaosCloud } from '../../localstack/chaos/chaos-cloud';

/** How often each thing was called, by point and name, e.g. `aws` → `DynamoDB.PutItem` → 2. */
export type Tally = Readonly<Record<Point, Readonly<Record<string, number>>>>;

/** What is paid or waited for once per environment and not per order. */
const isOverhead = ({ name, text }: Call): boolean => name === 'start-up' || text.includes('"Scheduled Event"');

/** Counts every call that crosses a detour; disturbs none. */
export function countCalls(chaos: ChaosCloud): { take(): Tally } {
  const counts = new Map<Point, Map<string, number>>();
  const count = (call: Call): undefined => {
    if (!isOverhead(call)) {
      const ofPoint = counts.get(call.point) ?? new Map<string, number>();
      ofPoint.set(call.name, (ofPoint.get(call.name) ?? 0) + 1);
      counts.set(call.point, ofPoint);
    }
  };
  for (const point of [chaos.lambda, chaos.aws, chaos.postgres, chaos.replica, chaos.payment, chaos.carrier]) {
    point.random = count;
  }
  const of = (point: Point): Readonly<Record<string, number>> => Object.fromEntries(counts.get(point) ?? []);

  return {
    take() {
      const tally: Tally = {
        lambda: of('lambda'),
        aws: of('aws'),
        postgres: of('postgres'),
        replica: of('replica'),
        payment: of('payment'),
        carrier: of('carrier'),
      };
      counts.clear();
      return tally;
    },
  };
}
