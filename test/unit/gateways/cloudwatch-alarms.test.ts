import { alarmPrefixes, alarmReading } from '../../../lambdas/gateways/cloudwatch-alarms';

describe('An alarm of CloudWatch', () => {
  const TOPIC = ['arn:aws:sns:eu-central-1:111122223333:alarms'];

  it('rings while it tells somebody', () => {
    expect(alarmReading({ AlarmName: 'Drift', StateValue: 'ALARM', AlarmActions: TOPIC })).toMatchObject({
      id: 'Drift',
      state: 'ALARM',
      rings: true,
    });
    expect(alarmReading({ AlarmName: 'Drift', StateValue: 'OK', AlarmActions: TOPIC }).rings).toBe(false);
  });

  it('does not ring when it is a part of another, which tells', () => {
    expect(alarmReading({ StateValue: 'ALARM', AlarmActions: [] }).rings).toBe(false);
  });

  it('rings without data only where silence is what it is about', () => {
    expect(alarmReading({ StateValue: 'INSUFFICIENT_DATA', AlarmActions: TOPIC }).rings).toBe(false);
    expect(alarmReading({ StateValue: 'INSUFFICIENT_DATA', InsufficientDataActions: TOPIC }).rings).toBe(true);
  });

  it('is found by the names of its stage, of which composites have no dashes', () => {
    expect(alarmPrefixes('pre-prod')).toEqual(['pre-prod-order-', 'preprodorder']);
  });
});
