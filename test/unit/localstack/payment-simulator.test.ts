import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PaymentLedger } from '../../../localstack/payment-simulator/payment-ledger';
import { moneyOf, type SimulatorUnderTest, startPaymentSimulator } from '../../support/simulators/simulators';

interface StripeAnswer {
  readonly status: number;
  readonly replayed: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: documents of an API that is not ours, read by the assertions
  readonly body: any;
}

let simulator: SimulatorUnderTest<PaymentLedger>;

beforeAll(async () => {
  simulator = await startPaymentSimulator();
});
afterAll(() => simulator.close());

async function post(path: string, form: Record<string, string>, key?: string, to = simulator): Promise<StripeAnswer> {
  const answer = await fetch(`${to.url}/v1/${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_1', ...(key === undefined ? {} : { 'idempotency-key': key }) },
    body: new URLSearchParams(form),
  });
  const replayed = answer.headers.get('idempotent-replayed') === 'true';
  return { status: answer.status, replayed, body: await answer.json() };
}

const intentFor = (orderId: string, more: Record<string, string> = {}) => ({
  amount: '1250',
  currency: 'eur',
  payment_method: 'pm_card_visa',
  'metadata[orderId]': orderId,
  ...more,
});

describe('Payment simulator: idempotency keys', () => {
  it('answers a repetition with what it answered first, and says so', async () => {
    const key = randomUUID();
    const first = await post('payment_intents', intentFor(key), key);
    const again = await post('payment_intents', intentFor(key), key);

    expect(first).toMatchObject({ status: 200, replayed: false });
    expect(again).toEqual({ ...first, replayed: true });
  });

  it('replays what it answered first also when the object has changed since', async () => {
    const key = randomUUID();
    const { body } = await post('payment_intents', intentFor(key), key);
    await post(`payment_intents/${body.id}/confirm`, {});

    expect((await post('payment_intents', intentFor(key), key)).body.status).toBe('requires_confirmation');
  });

  it('replays a decline, and a stored 500', async () => {
    const key = randomUUID();
    const { body } = await post('payment_intents', intentFor(key, { payment_method: 'pm_card_chargeDeclined' }), key);
    const declined = await post(`payment_intents/${body.id}/confirm`, {}, `${key}:confirm`);
    await simulator.fail({ match: { orderId: key }, fault: 'error-500-after' });
    const broken = await post(`payment_intents/${body.id}/cancel`, {}, `${key}:cancel`);

    expect(declined).toMatchObject({ status: 402, body: { error: { payment_intent: { id: body.id } } } });
    expect(broken.status).toBe(500);
    expect(await post(`payment_intents/${body.id}/confirm`, {}, `${key}:confirm`)).toEqual({
      ...declined,
      replayed: true,
    });
    expect(await post(`payment_intents/${body.id}/cancel`, {}, `${key}:cancel`)).toEqual({ ...broken, replayed: true });
  });

  it('refuses a key that comes with other parameters, or to another endpoint', async () => {
    const key = randomUUID();
    const { body } = await post('payment_intents', intentFor(key), key);

    const refused = { status: 400, body: { error: { type: 'idempotency_error' } } };
    expect(await post('payment_intents', intentFor(key, { amount: '1251' }), key)).toMatchObject(refused);
    expect(await post(`payment_intents/${body.id}/confirm`, {}, key)).toMatchObject(refused);
    expect(await moneyOf(simulator, key)).toMatchObject({ captures: 0 });
  });

  it('refuses a second request while the first is being executed', async () => {
    const key = randomUUID();
    await simulator.fail({ match: { orderId: key }, delayMs: 500 });

    const first = post('payment_intents', intentFor(key), key);
    await simulator.untilFaultsAreUsedUp();
    const second = await post('payment_intents', intentFor(key), key);

    expect(second).toMatchObject({ status: 409, body: { error: { code: 'idempotency_key_in_use' } } });
    expect((await first).status).toBe(200);
  });

  it('stores nothing of a request that was not valid', async () => {
    const key = randomUUID();

    const invalid = await post('payment_intents', intentFor(key, { amount: 'a lot' }), key);
    const valid = await post('payment_intents', intentFor(key), key);

    expect(invalid).toMatchObject({ status: 400, body: { error: { code: 'parameter_invalid_integer' } } });
    expect(valid).toMatchObject({ status: 200, replayed: false });
  });

  it('executes a request anew when it has forgotten the key', async () => {
    const key = randomUUID();
    const first = await post('payment_intents', intentFor(key), key);
    await simulator.make('forget-keys');

    const second = await post('payment_intents', intentFor(key), key);

    expect(second).toMatchObject({ status: 200, replayed: false });
    expect(second.body.id).not.toBe(first.body.id);
  });
});

describe('Payment simulator: requests that it refuses', () => {
  it.each([
    { what: 'no key', authorization: '' },
    { what: 'a live key', authorization: 'Bearer sk_live_1' },
  ])('answers 401 to $what', async ({ authorization }) => {
    const answer = await fetch(`${simulator.url}/v1/refunds?payment_intent=pi_1`, { headers: { authorization } });

    expect(answer.status).toBe(401);
  });

  it.each([
    { path: 'payment_intents', form: { ...intentFor('x'), payment_method_types: 'card' }, code: 'parameter_unknown' },
    { path: 'payment_intents', form: { amount: '1250' }, code: 'parameter_missing' },
    { path: 'payment_intents', form: intentFor('x', { amount: '49' }), code: 'amount_too_small' },
    { path: 'payment_intents', form: intentFor('x', { payment_method: 'pm_x' }), code: 'resource_missing' },
    { path: 'payment_intents/pi_unknown/confirm', form: {}, code: 'resource_missing' },
    { path: 'refunds', form: { payment_intent: 'pi_unknown' }, code: 'resource_missing' },
    { path: 'customers', form: {}, code: 'resource_missing' },
  ])('answers $code to a POST of $path', async ({ path, form, code }) => {
    expect(await post(path, form)).toMatchObject({ body: { error: { type: 'invalid_request_error', code } } });
  });

  it('takes no money of an intent twice, nor of one that is canceled, and gives none back twice', async () => {
    const orderId = randomUUID();
    const { body: paid } = await post('payment_intents', intentFor(orderId));
    const { body: canceled } = await post('payment_intents', intentFor(orderId));
    await post(`payment_intents/${paid.id}/confirm`, {});
    await post(`payment_intents/${canceled.id}/cancel`, {});
    await post('refunds', { payment_intent: paid.id });

    const code = 'payment_intent_unexpected_state';
    for (const path of [`${paid.id}/confirm`, `${paid.id}/cancel`, `${canceled.id}/confirm`, `${canceled.id}/cancel`]) {
      expect(await post(`payment_intents/${path}`, {})).toMatchObject({ status: 400, body: { error: { code } } });
    }
    expect(await post('refunds', { payment_intent: canceled.id })).toMatchObject({ body: { error: { code } } });
    expect(await post('refunds', { payment_intent: paid.id })).toMatchObject({
      body: { error: { code: 'charge_already_refunded' } },
    });
    expect(await moneyOf(simulator, orderId)).toEqual({
      ...{ capturedMinor: 1250, captures: 1, refundedMinor: 1250, refunds: 1 },
    });
  });
});

describe('Payment simulator: its ledger', () => {
  it('tells captures apart from intents, by order', async () => {
    const orderId = randomUUID();
    const { body } = await post('payment_intents', intentFor(orderId));
    await post('payment_intents', intentFor(orderId));
    await post(`payment_intents/${body.id}/confirm`, {});

    const entry = (await simulator.ledger()).payments.find((payment) => payment.orderId === orderId);

    expect(entry).toEqual({
      ...{ orderId, currency: 'eur', capturedMinor: 1250, refundedMinor: 0, captures: 1, refunds: 0 },
      intents: [
        { id: body.id, status: 'succeeded', amount: 1250 },
        { id: expect.any(String), status: 'requires_confirmation', amount: 1250 },
      ],
    });
  });

  it('does not count a refund that failed', async () => {
    const orderId = randomUUID();
    const { body } = await post('payment_intents', intentFor(orderId, { payment_method: 'pm_card_refundFail' }));
    await post(`payment_intents/${body.id}/confirm`, {});

    expect((await post('refunds', { payment_intent: body.id })).body.status).toBe('failed');

    expect(await moneyOf(simulator, orderId)).toMatchObject({ refundedMinor: 0, refunds: 0 });
  });

  it('outlives an orderly stop, and the keys with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'payment-simulator-'));
    const stateFile = join(folder, 'state.json');
    const before = await startPaymentSimulator({ stateFile });
    const first = await post('payment_intents', intentFor('order-1'), 'key-1', before);
    await post(`payment_intents/${first.body.id}/confirm`, {}, undefined, before);
    const ledger = await before.ledger();
    await before.close();

    const after = await startPaymentSimulator({ stateFile });

    expect(await after.ledger()).toEqual(ledger);
    expect(await post('payment_intents', intentFor('order-1'), 'key-1', after)).toEqual({ ...first, replayed: true });
    await after.close();
    rmSync(folder, { recursive: true });
  });
});
