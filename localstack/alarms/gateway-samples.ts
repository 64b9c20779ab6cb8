import { MetricName } from '../../lambdas/contracts/metrics';
import type { EmfSample } from './emf';
import type { MetricSamples } from './metric-samples';

/**
 * What API Gateway measures of each route, from what the route's own function has measured. The emulator's gateway
 * measures nothing; what never reaches a function is not seen here.
 */
export function addGatewaySamples(apiName: string, measured: readonly EmfSample[], samples: MetricSamples): void {
  for (const { metric, at, value } of measured) {
    const [method, resource] = (metric.dimensions['route'] ?? '').split(' ');
    if (metric.name === MetricName.ApiFailure && method !== undefined && resource !== undefined) {
      const dimensions = { ApiName: apiName, Stage: 'v1', Resource: resource, Method: method };
      samples.add({ namespace: 'AWS/ApiGateway', name: 'Count', dimensions }, { at, value: 1 });
      samples.add({ namespace: 'AWS/ApiGateway', name: '5XXError', dimensions }, { at, value });
    }
  }
}
