import { AsyncLocalStorage } from 'node:async_hooks';

interface LogContext {
  orderId?: string | undefined;
}

const current = new AsyncLocalStorage<LogContext>();

/** Whatever is logged by the work, however deep inside, says which order it was about. Records of one batch do not mix. */
export const withLogContext = <Result>(context: LogContext, work: () => Promise<Result>): Promise<Result> =>
  current.run({ ...context }, work);

/** From here on the work is about this order. */
export function noteOrder(orderId: string): void {
  const context = current.getStore();
  if (context !== undefined) {
    context.orderId = orderId;
  }
}

export const orderInWork = (): string | undefined => current.getStore()?.orderId;
