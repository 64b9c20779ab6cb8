import '../../support/observability/measured';
import type { MetricIdentity } from '../../../localstack/alarms/alarm';
import { samplesInLine } from '../../../localstack/alarms/emf';
import { deployedMetrics, referenceTo } from '../../support/observability/deployed-metrics';
import { measureEverything } from '../../support/observability/measure-everything';
import { writtenLines } from '../../support/observability/written-lines';
import { cloudStage, resourcesOf, synthesize } from '../stages';

interface Widget {
  readonly type: 'text' | 'metric';
  readonly y: number;
  readonly properties: {
    readonly markdown?: string;
    readonly title?: string;
    readonly metrics?: readonly (readonly (string | object)[])[];
  };
}

type Part =
  | string
  | { readonly Ref?: string; readonly 'Fn::GetAtt'?: readonly [string, string]; readonly 'Fn::ImportValue'?: string };

const { data, workflow } = synthesize(cloudStage());

/** What another stack exports is what it refers to. */
const exported = new Map(
  Object.values(data.toJSON()['Outputs'] as Record<string, { Export?: { Name: string }; Value: Part }>).flatMap(
    (output) => (output.Export === undefined ? [] : [[output.Export.Name, output.Value] as const]),
  ),
);

function textOf(part: Part): string {
  if (typeof part === 'string') {
    return part;
  }
  const imported = part['Fn::ImportValue'];
  if (imported !== undefined) {
    return textOf(exported.get(imported) ?? `nothing is exported as ${imported}`);
  }
  const [logicalId = '', attribute] = part['Fn::GetAtt'] ?? [part.Ref];
  return referenceTo(logicalId, attribute);
}

const [dashboard, ...others] = resourcesOf('AWS::CloudWatch::Dashboard', data, workflow);
const body: readonly Part[] = dashboard?.Properties.DashboardBody['Fn::Join'][1] ?? [];
const widgets: readonly Widget[] = JSON.parse(body.map(textOf).join('')).widgets;
const graphs = widgets.filter(({ type }) => type === 'metric');

/** What a graph asks for: a metric with its dimensions, or all metrics of a name that have some dimensions. */
interface Asked {
  readonly title: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensionNames: readonly string[];
  readonly dimensions?: Readonly<Record<string, string>>;
}

const asked = graphs.flatMap(({ properties: { title = '', metrics = [] } }): readonly Asked[] =>
  metrics.flatMap(([first, name, ...rest]): readonly Asked[] => {
    if (typeof first === 'string') {
      const words = rest.filter((word): word is string => typeof word === 'string');
      const dimensions = Object.fromEntries(
        words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1] ?? '']] : [])),
      );
      return [
        { title, namespace: first, name: String(name), dimensionNames: Object.keys(dimensions).sort(), dimensions },
      ];
    }
    const { expression = '' } = first as { readonly expression?: string };
    return [...expression.matchAll(/SEARCH\('\{([^}]+)\} MetricName="(\w+)"/g)].map(([, schema = '', found = '']) => {
      const [namespace = '', ...dimensionNames] = schema.split(',');
      return { title, namespace, name: found, dimensionNames: dimensionNames.sort() };
    });
  }),
);

const keyOf = (
  { namespace, name }: Pick<MetricIdentity, 'namespace' | 'name'>,
  dimensions: readonly string[],
): string => `${namespace} ${name} by ${[...dimensions].sort().join()}`;

describe('The dashboard', () => {
  it('is one, and answers the questions of an operator in the order in which they are asked', () => {
    expect(others).toEqual([]);
    expect(dashboard?.Properties.DashboardName).toBe('dev-orders');
    const headings = widgets.filter(({ type }) => type === 'text').toSorted((a, b) => a.y - b.y);
    expect(headings.map(({ properties }) => properties.markdown)).toEqual([
      '## Are orders flowing?',
      '## Are they ending well?',
      '## What is stuck?',
      '## Who is to blame?',
      '## What does it cost?',
    ]);
    for (const [index, { y }] of headings.entries()) {
      const end = headings[index + 1]?.y ?? Number.POSITIVE_INFINITY;
      expect(graphs.filter((graph) => graph.y > y && graph.y < end).length).toBeGreaterThanOrEqual(4);
    }
  });

  it('has no graph without a metric', () => {
    const drawn = new Set(asked.map(({ title }) => title));

    expect(graphs.map(({ properties }) => properties.title).filter((title) => !drawn.has(title ?? ''))).toEqual([]);
  });

  it('asks for what the functions measure, by the dimensions under which they do', async () => {
    const measured = new Set(
      (await writtenLines(measureEverything))
        .flatMap(samplesInLine)
        .map(({ metric }) => keyOf(metric, Object.keys(metric.dimensions))),
    );
    const own = asked.filter(({ namespace }) => namespace === 'OrderWorkflow/dev');

    expect(own.length).toBeGreaterThan(20);
    expect(own.map((one) => keyOf(one, one.dimensionNames)).filter((key) => !measured.has(key))).toEqual([]);
  });

  it('asks AWS for what it measures of what is deployed', () => {
    const known = deployedMetrics(data, workflow);
    const ofAws = asked.filter(({ namespace }) => namespace.startsWith('AWS/'));
    const unknown = ofAws.filter(
      (one) =>
        !known.some(
          (metric) =>
            keyOf(metric, Object.keys(metric.dimensions)) === keyOf(one, one.dimensionNames) &&
            Object.entries(one.dimensions ?? {}).every(([name, value]) => metric.dimensions[name] === value),
        ),
    );

    expect(ofAws.length).toBeGreaterThan(20);
    expect(unknown).toEqual([]);
    // Without a dimension AWS answers with all that there is in the account, of whomever.
    expect(ofAws.filter(({ dimensionNames }) => dimensionNames.length === 0)).toEqual([]);
  });
});
