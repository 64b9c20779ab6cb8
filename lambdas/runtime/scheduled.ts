import { Tracer } from '@aws-lambda-powertools/tracer';
import { countWaiting } from './dependency-signals';
import { observed } from './invocation';
import { logger } from './powertools';

/**
 * The whole tracer of Powertools, with the cold starts and service names that it notes: nobody waits for a task of a
 * schedule, so it may start later. Functions on the way of an order use `tracing/` (see ADR 0013).
 */
const tracer = new Tracer({ captureHTTPsRequests: false });

/** Makes a Lambda handler of a task that a schedule starts, whatever the event says. */
export const scheduled = <Result extends object>(task: string, run: () => Promise<Result>) =>
  observed(async (): Promise<Result> => {
    const segment = tracer.getSegment();
    const subsegment = segment?.addNewSubsegment(`## ${task}`);
    if (segment !== undefined && subsegment !== undefined) {
      tracer.setSegment(subsegment);
      tracer.annotateColdStart();
      tracer.addServiceNameAnnotation();
    }
    try {
      const result = await run();
      logger.info('the task ended', { task, ...result });
      return result;
    } catch (error) {
      tracer.addErrorAsMetadata(error as Error);
      countWaiting(error);
      logger.error('the task failed', { task, error: error as Error });
      throw error;
    } finally {
      subsegment?.close();
      if (segment !== undefined) {
        tracer.setSegment(segment);
      }
    }
  });
