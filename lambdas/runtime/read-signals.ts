import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { MetricName } from '../contracts/metrics';
import type { ReadChoice, ReadObserver } from '../ports/consistent-orders';
import { metrics } from './powertools';

const METRIC: { readonly [choice in ReadChoice]: MetricName } = {
  replica: MetricName.ReadFromReplica,
  waited: MetricName.ReadWaitedForReplica,
  writer: MetricName.ReadFromWriter,
};

/** Written with the other metrics of the request, by route: many reads from the writer mean a replica that lags. */
export const readSignals: ReadObserver = {
  chose: (choice) => {
    metrics.addMetric(METRIC[choice], MetricUnit.Count, 1);
  },
};
