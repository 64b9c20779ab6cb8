import { settlePaymentRetry } from '../../lambdas/consumers/settle-payment';
import { cloudStage, type Resource, resourcesOf, synthesize } from './stages';

const { data, workflow } = synthesize(cloudStage());
const named = (type: string, name: RegExp): Resource => {
  const found = resourcesOf(type, data, workflow).find(({ logicalId }) => name.test(logicalId));
  if (found === undefined) {
    throw new Error(`expected a ${type} called ${name}, found none`);
  }
  return found;
};
const { delaysSeconds, jitter } = settlePaymentRetry(1);

/** Secrets that a function may read, by the name of their construct. */
function secretsOf(fn: string): readonly string[] {
  const role = named('AWS::Lambda::Function', new RegExp(`${fn}[0-9A-F]{8}$`)).Properties.Role['Fn::GetAtt'][0];
  const statements = resourcesOf('AWS::IAM::Policy', workflow)
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => Action === 'secretsmanager:GetSecretValue');
  return statements.map(
    ({ Resource }) => /(PaymentKey|PaymentWebhook|CarrierKey)/.exec(JSON.stringify(Resource))?.[0] ?? '?',
  );
}

describe('Events of the payment provider', () => {
  const queue = named('AWS::SQS::Queue', /^PaymentEventsQueue/);

  it('are tried once more than their consumer waits', () => {
    expect(queue.Properties.RedrivePolicy.maxReceiveCount).toBe(delaysSeconds.length + 1);
  });

  it('raise the alarm about their age after the last try, not before', () => {
    const alarm = named('AWS::CloudWatch::Alarm', /^PaymentEventsAgeAlarm/);
    const longest = delaysSeconds.reduce((sum, delay) => sum + delay * (1 + jitter), 0);

    expect(alarm.Properties.Threshold).toBeGreaterThan(longest);
  });

  it('are waited for longer than a step waits for the provider: an outage fills no dead letters', () => {
    const shortest = delaysSeconds.reduce((sum, delay) => sum + delay * (1 - jitter), 0);

    expect(shortest).toBeGreaterThan(30 * 60);
  });

  it('are verified by a function that cannot call the provider, and settled by one that cannot verify', () => {
    expect(secretsOf('ReceivePaymentEvent')).toEqual(['PaymentWebhook']);
    expect(secretsOf('SettlePayment')).toEqual(['PaymentKey']);
  });
});
