import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

const namespace = 'OrderWorkflow';

/** One of each per execution environment; the service name is the function's (`POWERTOOLS_SERVICE_NAME`). */
export const logger = new Logger();
export const metrics = new Metrics({ namespace });
