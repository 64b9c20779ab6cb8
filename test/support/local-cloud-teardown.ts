import { cloudOfThisRun } from './local-cloud';
import { assertNothingLeaked } from './redaction/assert-nothing-leaked';

/** Also looks for whatever its tests had to keep confidential; `ORDER_WORKFLOW_LEAKS=0` leaves that out. */
export default async function teardown(): Promise<void> {
  const cloud = cloudOfThisRun.get();
  cloudOfThisRun.set(undefined);
  try {
    if (cloud !== undefined && process.env['ORDER_WORKFLOW_LEAKS'] !== '0') {
      await assertNothingLeaked(cloud.endpoints);
    }
  } finally {
    await cloud?.discard();
  }
}
