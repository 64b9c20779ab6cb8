import type { MetricIdentity } from './alarm';
import type { Sample } from './metric-samples';

interface EmfDocument {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
  readonly [member: string]: unknown;
}

export interface EmfSample extends Sample {
  readonly metric: MetricIdentity;
}

/**
 * The samples of one line of a log in CloudWatch's embedded metric format: one for each metric, each of its values and
 * each set of dimensions. None, when the line is something else.
 */
export function samplesInLine(line: string): readonly EmfSample[] {
  const document = parseEmf(line);
  return (document?._aws.CloudWatchMetrics ?? []).flatMap(({ Namespace, Dimensions, Metrics }) =>
    Metrics.flatMap(({ Name }) => {
      const values = [document?.[Name]].flat().filter((value) => typeof value === 'number');
      return Dimensions.flatMap((names) => {
        const dimensions = Object.fromEntries(names.map((name) => [name, String(document?.[name])]));
        return values.map((value) => ({
          metric: { namespace: Namespace, name: Name, dimensions },
          at: document?._aws.Timestamp ?? 0,
          value,
        }));
      });
    }),
  );
}

function parseEmf(line: string): EmfDocument | undefined {
  if (!line.includes('"CloudWatchMetrics"')) {
    return undefined;
  }
  try {
    const document = JSON.parse(line) as EmfDocument;
    return Array.isArray(document._aws?.CloudWatchMetrics) ? document : undefined;
  } catch {
    return undefined;
  }
}
