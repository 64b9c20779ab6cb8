import '../../support/observability/measured';
import { keepConfidential, withLogContext } from '../../../lambdas/runtime/log-context';
import type { sagaStep as SagaStep } from '../../../lambdas/runtime/saga-step';
import { orderForTea, sagaOf } from '../../support/mothers/order-mother';
import { writtenLines } from '../../support/observability/written-lines';

const ADDRESS = {
  name: 'Ada Lovelace',
  line1: '12 St James (Square)',
  postalCode: '10115',
  city: 'Berlin',
  country: 'DE',
};
const SECRETS = [
  ['a payment method', 'pm_1Abc23DefGhi4567'],
  ['a payment method of tests', 'pm_card_visa'],
  ['a card', 'card_1Abc23DefGhi4567'],
  ['a customer of the provider', 'cus_Nx8sDbJt0q1'],
  ['what lets somebody pay', 'pi_3Abc_secret_9xYz'],
  ['a key', 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'],
  ['a signing secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  ['a token', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl'],
  ['a mail address', 'ada@shop.example'],
] as const;

describe('A line of the log', () => {
  let logger: { info(message: string, extra?: object): void; error(message: string, extra: object): void };
  let sagaStep: typeof SagaStep;
  beforeAll(() => {
    process.env['POWERTOOLS_LOG_LEVEL'] = 'INFO';
    logger = require('../../../lambdas/runtime/powertools').logger;
    sagaStep = require('../../../lambdas/runtime/saga-step').sagaStep;
  });

  const logged = async (work: () => void, about?: unknown): Promise<string> =>
    (
      await writtenLines(() =>
        withLogContext({}, async () => {
          keepConfidential(about);
          work();
        }),
      )
    ).join('\n');

  it.each(SECRETS)('holds no %s, in whatever place it is written', async (_, secret) => {
    const text = await logged(() => {
      logger.info(`asked with ${secret}`);
      logger.info('asked', { deep: [{ of: { it: secret } }] });
      logger.error('broke', { error: new Error(`no such object: ${secret}`, { cause: new Error(secret) }) });
    });

    expect(text).toContain('no such object');
    expect(text).not.toContain(secret);
  });

  it.each([
    ['a name', 'no route to Ada Lovelace', 'Lovelace'],
    ['a first name alone', 'Dear Ada, your parcel', 'Ada'],
    ['a street', 'cannot deliver to 12 St James (Square)', 'James'],
    ['a postal code without quotes', 'unknown postal code 10115 in DE', '10115'],
    ['a town', 'no depot in Berlin', 'Berlin'],
  ])('holds nothing of the address of the order at hand: %s', async (_, message, word) => {
    const text = await logged(() => logger.error('broke', { error: new Error(message) }), ADDRESS);

    expect(text).toContain('broke');
    expect(text).not.toMatch(new RegExp(`\\b${word}\\b`));
  });

  it('holds no address under its name, of whichever order', async () => {
    const text = await logged(() => logger.info('asked', { body: { shippingAddress: ADDRESS, email: 'x' } }));

    expect(text).not.toMatch(/Lovelace|Berlin|10115/);
  });

  it('keeps what an operator needs: ids, reasons, times, places in the code', async () => {
    const text = await logged(
      () =>
        logger.error('refused', {
          intent: 'pi_3AbcDefGhi',
          reason: 'card_declined',
          orderId: '4a1f10115b00-0000-4000-8000-000000000001',
          durationMs: 10115,
          error: new Error('refused'),
        }),
      ADDRESS,
    );

    for (const kept of ['pi_3AbcDefGhi', 'card_declined', '4a1f10115b00', '10115,', 'redact.test']) {
      expect(text).toContain(kept);
    }
  });

  it('of one order may hold what is confidential in another', async () => {
    const text = await logged(() => logger.info('shipped to Berlin'));

    expect(text).toContain('Berlin');
  });

  it('and the history of its execution hold nothing of what a step threw', async () => {
    const step = sagaStep(async () => {
      keepConfidential(ADDRESS);
      throw new TypeError('cannot read 10115 of Ada Lovelace with pm_card_visa');
    });
    let thrown: unknown;
    const lines = await writtenLines(async () => {
      thrown = await step({ state: 'BookShipment', retryCount: 0, saga: sagaOf(orderForTea()) }).catch(
        (error) => error,
      );
    });

    expect(thrown).toBeInstanceOf(TypeError);
    for (const text of [String((thrown as Error).stack), String(thrown), lines.join('\n')]) {
      expect(text).toContain('cannot read');
      expect(text).not.toMatch(/10115|\bAda\b|Lovelace|pm_card/);
    }
  });
});
