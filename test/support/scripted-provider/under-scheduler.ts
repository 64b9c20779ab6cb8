import type fc from 'fast-check';

/** A port whose calls are made when the scheduler says so: steps that run at the same time meet in any order. */
export const underScheduler = <Port extends object>(port: Port, scheduler: fc.Scheduler): Port =>
  Object.fromEntries(
    Object.entries(port).map(([name, member]) => [
      name,
      typeof member === 'function'
        ? (...args: unknown[]) => scheduler.schedule(Promise.resolve(), name).then(() => member(...args))
        : member,
    ]),
  ) as Port;
