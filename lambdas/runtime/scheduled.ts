import { logger } from './powertools';

/** Makes a Lambda handler of a task that a schedule starts, whatever the event says. */
export const scheduled =
  <Result extends object>(task: string, run: () => Promise<Result>) =>
  async (): Promise<Result> => {
    try {
      const result = await run();
      logger.info('the task ended', { task, ...result });
      return result;
    } catch (error) {
      logger.error('the task failed', { task, error: error as Error });
      throw error;
    }
  };
