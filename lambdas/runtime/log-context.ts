import { AsyncLocalStorage } from 'node:async_hooks';
import { confidentialIn } from './redact';

interface LogContext {
  orderId?: string | undefined;
  /** What must not be read in any line of this work, since it is about the person who has ordered. */
  confidential?: readonly string[];
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

/** From here on no line of the work holds any text of this, and no error that leaves it. */
export function keepConfidential(personal: unknown): void {
  const context = current.getStore();
  if (context !== undefined) {
    context.confidential = [...new Set([...(context.confidential ?? []), ...confidentialIn(personal)])];
  }
}

export const confidentialInWork = (): readonly string[] => current.getStore()?.confidential ?? [];
