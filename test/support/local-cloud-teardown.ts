import { cloudOfThisRun } from './local-cloud';

export default async function teardown(): Promise<void> {
  const cloud = cloudOfThisRun.get();
  cloudOfThisRun.set(undefined);
  await cloud?.discard();
}
