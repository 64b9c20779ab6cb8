import { Duration, Stack } from 'aws-cdk-lib';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { localDatabase } from '../../lib/constructs/local-database';
import { ReservationExpiry } from '../../lib/constructs/reservation-expiry';
import { synthesizeOrderSaga } from '../support/asl/order-saga';
import { appWithoutCode, cloudStage, localStage, resourcesOf, synthesize } from './stages';

describe('The expiry of reservations', () => {
  const { data, workflow } = synthesize(cloudStage());
  const [sweeper] = resourcesOf('AWS::Lambda::Function', workflow).filter(
    ({ Properties }) => Properties.Environment?.Variables?.POWERTOOLS_SERVICE_NAME === 'expire-reservations',
  );
  const expiresAfterSeconds = Number(sweeper?.Properties.Environment.Variables.RESERVATION_EXPIRES_AFTER_SECONDS);

  it('comes later than the end of any saga, so that one which is not known any more is over', () => {
    const { TimeoutSeconds: sagaEndsWithin = Number.NaN } = synthesizeOrderSaga().definition;

    expect(expiresAfterSeconds).toBeGreaterThan(sagaEndsWithin);
  });

  it('fails to synthesize when it would come earlier', () => {
    const stack = new Stack(appWithoutCode(), 'test');
    const stage = localStage();
    const saga = StateMachine.fromStateMachineName(stack, 'Saga', 'orders');

    expect(
      () =>
        new ReservationExpiry(stack, 'Expiry', {
          ...{ stage, saga, database: localDatabase(stage) },
          expiresAfter: Duration.hours(12),
        }),
    ).toThrow("'expiresAfter' must be longer than a saga may run");
  });

  it('is looked after by a schedule, without a second try of a sweep that failed', () => {
    const rules = resourcesOf('AWS::Events::Rule', workflow).filter(({ Properties }) =>
      JSON.stringify(Properties.Targets).includes(sweeper?.logicalId ?? '-'),
    );

    expect(rules.map(({ Properties }) => [Properties.ScheduleExpression, Properties.State])).toEqual([
      ['rate(15 minutes)', 'ENABLED'],
    ]);
    expect(rules[0]?.Properties.Targets[0].RetryPolicy.MaximumRetryAttempts).toBe(0);
  });

  it('raises an alarm when sweeps fail, or when there are none', () => {
    const about = resourcesOf('AWS::CloudWatch::Alarm', data, workflow)
      .map(({ Properties }) => JSON.stringify(Properties.Metrics ?? []))
      .filter((metrics) => metrics.includes(sweeper?.logicalId ?? '-'));

    expect(about).toContainEqual(expect.stringContaining('"runs - errors"'));
  });
});
