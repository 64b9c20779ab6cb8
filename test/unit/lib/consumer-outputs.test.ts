import fc from 'fast-check';
import { consumerOutputs, consumersIn } from '../../../lib/consumer-outputs';

const outputsOf = (name: string): Record<string, string> => {
  const { source, deadLetters } = consumerOutputs(name);
  return { [source]: `queue of ${name}`, [deadLetters]: `dead letters of ${name}` };
};

describe('The outputs of a consumer of events', () => {
  it('say which consumers there are, among all others', () => {
    const outputs = {
      ApiUrl: 'https://api.example.com',
      OrderQueueUrl: 'orders',
      ...outputsOf('webhook-events'),
      ...outputsOf('mail-events'),
      ...outputsOf('erp2'),
    };

    expect(consumersIn(outputs)).toEqual(
      ['erp2', 'mail-events', 'webhook-events'].map((name) => ({
        name,
        source: `queue of ${name}`,
        deadLetters: `dead letters of ${name}`,
      })),
    );
  });

  it('give every name back that they take, and are names that CloudFormation takes', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
        const name = words.join('-');
        const outputs = outputsOf(name);

        expect(consumersIn(outputs).map((consumer) => consumer.name)).toEqual([name]);
        expect(Object.keys(outputs).join('')).toMatch(/^[A-Za-z0-9]+$/);
      }),
    );
  });

  it.each(['', 'KeepSummaries', 'keep_summaries', 'keep-', '-keep', 'keep--summaries', '2keep', 'keep-2'])(
    "fails for the name '%s', which could not be read back",
    (name) => {
      expect(() => consumerOutputs(name)).toThrow(`got '${name}'`);
    },
  );
});
