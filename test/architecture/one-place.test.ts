import { importsOf, sourceFiles } from './imports';

/**
 * Whose defaults lose messages or double effects, and the only files that may configure them. The linter says so while
 * one types; this holds for every folder, whatever other rules of the linter apply to it.
 */
const CONFIGURED_IN_ONE_PLACE = [
  {
    library: '@aws-lambda-powertools/idempotency',
    by: ['lambdas/persistence/dynamodb/idempotency-store.ts', 'lambdas/runtime/idempotency.ts'],
  },
  { library: '@aws-lambda-powertools/batch', by: ['lambdas/runtime/sqs-batch.ts'] },
  { library: 'aws-cdk-lib/aws-sqs', by: ['lib/constructs/redrivable-queue.ts'] },
  { library: 'aws-cdk-lib/aws-lambda-event-sources', by: ['lib/constructs/queue-consumer.ts'] },
];

describe.each(CONFIGURED_IN_ONE_PLACE)('$library', ({ library, by }) => {
  it('is configured in one place: nobody else imports it', () => {
    const importers = sourceFiles('bin', 'console', 'lib', 'lambdas', 'localstack')
      .flatMap(importsOf)
      .filter(({ to }) => to.startsWith(library))
      .map(({ from }) => from);

    expect([...new Set(importers)].sort()).toEqual(by);
  });
});
