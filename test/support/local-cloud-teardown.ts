import { cloudOfThisRun } from './local-cloud';
import { assertNothingLeaked } from './redaction/assert-nothing-leaked';

export default async function teardown(): Promise<void> {
  const cloud = cloudOfThisRun.get();
  cloudOfThisRun.set(undefined);
  try {
    if (cloud !== undefined && process.env['ORDER_WORKFLOW_LEAKS'] === '1') {
      await assertNothingLeaked(cloud.endpoints);
    }
  } finally {
    await cloud?.discard();
  }
}
