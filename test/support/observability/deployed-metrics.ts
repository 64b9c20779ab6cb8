import type { Template } from 'aws-cdk-lib/assertions';
import type { MetricIdentity } from '../../../localstack/alarms/alarm';
import type { ResolveReference } from '../../../localstack/alarms/read-alarms';
import { type Resource, resourcesOf } from '../../infrastructure/stages';
import { MEASURED_BY_AWS } from './aws-metrics';

export interface DeployedMetric extends MetricIdentity {
  /** Logical id of what is measured. */
  readonly of: string;
}

/** A reference in a template, as the names of metrics below have it: an alarm that takes another attribute finds none. */
export const referenceTo: ResolveReference = (logicalId, attribute) =>
  attribute === undefined ? logicalId : `${attribute} of ${logicalId}`;

/** Every metric that AWS would have of what the templates deploy. */
export function deployedMetrics(...templates: readonly Template[]): readonly DeployedMetric[] {
  const resources = [
    ...[...new Set(MEASURED_BY_AWS.map(({ resource }) => resource))].flatMap((type) => resourcesOf(type, ...templates)),
    ...measuredMethods(templates),
  ];
  return resources.flatMap((resource) =>
    MEASURED_BY_AWS.filter((measured) => measured.resource === resource.Type).flatMap(({ namespace, metrics, under }) =>
      under.flatMap((names) => {
        const dimensions = Object.fromEntries(
          Object.entries(names).map(([name, value]) => [name, dimensionOf(value, resource, templates)]),
        );
        return metrics.map((name) => ({ of: resource.logicalId, namespace, name, dimensions }));
      }),
    ),
  );
}

/** The methods of a stage that are measured one by one. */
const measuredMethods = (templates: readonly Template[]): readonly Resource[] =>
  resourcesOf('AWS::ApiGateway::Stage', ...templates).flatMap(({ logicalId, Properties }) =>
    Properties.MethodSettings.filter((method: { MetricsEnabled?: boolean }) => method.MetricsEnabled).map(
      (method: { ResourcePath: string }) => ({
        logicalId,
        Type: 'measured method',
        Properties: { ...Properties, ...method, ResourcePath: method.ResourcePath.replaceAll('~1', '/').slice(1) },
      }),
    ),
  );

function dimensionOf(name: string, { logicalId, Properties }: Resource, templates: readonly Template[]): string {
  switch (name) {
    case 'Ref':
      return referenceTo(logicalId, undefined);
    case 'GetAtt QueueName':
      return referenceTo(logicalId, 'QueueName');
    case 'StageName':
    case 'ResourcePath':
    case 'HttpMethod':
      return Properties[name];
    case 'name of the API':
      return resourcesOf('AWS::ApiGateway::RestApi', ...templates).find(
        (api) => api.logicalId === Properties.RestApiId.Ref,
      )?.Properties.Name;
    case 'cluster':
      return referenceTo(Properties.DBClusterIdentifier.Ref, undefined);
    case 'role':
      // The first instance that is made becomes the writer; failovers aside.
      return Properties.PromotionTier === 0 ? 'WRITER' : 'READER';
    case 'target group':
      return resourcesOf('AWS::RDS::DBProxyTargetGroup', ...templates)[0]?.Properties.TargetGroupName;
    default:
      return name;
  }
}

export const keyOf = ({ namespace, name, dimensions }: MetricIdentity): string =>
  `${namespace} ${name} ${JSON.stringify(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
