import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { METRIC_SERVICE } from '../contracts/metrics';
import { metricsNamespace } from './environment';
import { OrderLogFormatter } from './order-log-formatter';

/** One of each per execution environment; lines of the log name the function (`POWERTOOLS_SERVICE_NAME`). */
export const logger = new Logger({ logFormatter: new OrderLogFormatter() });
/** All functions measure as one service: what several of them measure adds up without naming them. */
export const metrics = new Metrics({ namespace: metricsNamespace(), serviceName: METRIC_SERVICE });
