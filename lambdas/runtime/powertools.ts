import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';

const namespace = 'OrderWorkflow';

/** One of each per execution environment; the service name is the function's (`POWERTOOLS_SERVICE_NAME`). */
export const logger = new Logger();
export const metrics = new Metrics({ namespace });
/** Outside calls are traced by the steps' own spans: the SDK's global HTTP patch would double them. */
export const tracer = new Tracer({ captureHTTPsRequests: false });
