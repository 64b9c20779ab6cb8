/** Ours (`RefundFailedError`), Node's and Step Functions' own (`States.Timeout`, `Lambda.ServiceException`). */
const ERROR_NAME = /^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*$/;

const LONGEST = 80;

/** The name of an error as it may be put on record: whatever does not look like a name may hold what must not be. */
export const recordableErrorName = (name: string): string =>
  name.length <= LONGEST && ERROR_NAME.test(name) ? name : 'UnnamedError';
