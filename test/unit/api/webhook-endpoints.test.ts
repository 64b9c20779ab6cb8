import '../../support/intake/quiet';
import { createWebhookEndpointsApi } from '../../../lambdas/api/webhook-endpoints';
import { BOTH_SECRETS_VALID_FOR_MS } from '../../../lambdas/api/webhooks/rotate-secret';
import { WEBHOOK_EVENT_TYPES } from '../../../lambdas/contracts/webhook-event-types';
import { LIMITS } from '../../../lambdas/domain/limits';
import { publicTargets } from '../../../lambdas/gateways/webhook-targets';
import type { WebhookEndpoint } from '../../../lambdas/ports/webhook-endpoints';
import type { Rotation } from '../../../lambdas/ports/webhook-secrets';
import { apiHandler } from '../../../lambdas/runtime/api-handler';
import { type ApiCall, callApi } from '../../support/intake/api-call';
import { ManualClock } from '../../support/intake/manual-clock';
import { InMemoryWebhookEndpoints } from '../../support/outward/in-memory-webhook-endpoints';
import { webhookEndpoint } from '../../support/outward/webhook-mother';

const URL = 'https://shop.example.com/hooks';
const DISABLED = {
  status: 'disabled',
  since: '2026-02-01T00:00:00.000Z',
  because: 'it failed for days',
  announced: true,
} as const;

/** Makes secrets that say which endpoint and which making of one they are. */
class NumberedSecrets {
  readonly made: string[] = [];
  readonly removed: { readonly endpointId: string; readonly askedAt: Date }[] = [];

  async create(endpointId: string): Promise<string> {
    this.made.push(endpointId);
    return `whsec_${this.made.length}`;
  }

  /** Until when there may be no other one. */
  tooManyUntil: Date | undefined;

  async rotate(endpointId: string): Promise<Rotation> {
    return this.tooManyUntil === undefined
      ? { kind: 'rotated', secret: await this.create(endpointId) }
      : { kind: 'too many', until: this.tooManyUntil };
  }

  async remove(endpointId: string, askedAt: Date): Promise<void> {
    this.removed.push({ endpointId, askedAt });
  }
}

function setUp(...endpoints: readonly WebhookEndpoint[]) {
  const clock = new ManualClock();
  const store = new InMemoryWebhookEndpoints(...endpoints);
  const secrets = new NumberedSecrets();
  const fn = apiHandler(
    '/webhook-endpoints',
    createWebhookEndpointsApi({ endpoints: store, secrets, problemOf: publicTargets.problemOf, clock }),
  );
  const call = (httpMethod: string, endpointId?: string, { changes, ...more }: ApiCall = {}) =>
    callApi(fn, {
      path: `/v1/webhook-endpoints${endpointId === undefined ? '' : `/${endpointId}`}`,
      headers: { 'content-type': 'application/json' },
      scope: 'orders orders:operate',
      ...(endpointId === undefined ? {} : { pathParameters: { endpointId } }),
      ...more,
      changes: { httpMethod, ...changes },
    });
  return { clock, store, secrets, call };
}

describe('The webhook endpoints of the API', () => {
  it.each(['GET', 'POST', 'PATCH', 'DELETE'])('are for operators: %s by anybody else fails', async (method) => {
    const { call, store } = setUp(webhookEndpoint());

    const answer = await call(method, webhookEndpoint().endpointId, { scope: 'orders', body: { url: URL } });

    expect(answer).toMatchObject({ status: 403, body: { type: '/problems/forbidden' } });
    expect(store.writes).toBe(0);
  });

  it('are registered with a secret that is shown once', async () => {
    const { call } = setUp();

    const made = await call('POST', undefined, {
      body: { url: URL, eventTypes: ['OrderConfirmed'], description: 'ERP' },
    });

    expect(made.status).toBe(201);
    expect(made.headers['location']).toBe(`/v1/webhook-endpoints/${made.body.endpointId}`);
    expect(made.body).toMatchObject({ url: URL, enabled: true, eventTypes: ['OrderConfirmed'], secret: 'whsec_1' });
    for (const answer of [await call('GET'), await call('GET', made.body.endpointId)]) {
      expect(answer.status).toBe(200);
      expect(answer.text).toContain(URL);
      expect(answer.text).not.toContain('whsec_');
    }
  });

  it('are one for each address, also when it is registered twice at once', async () => {
    const { call, secrets, store } = setUp();

    const answers = await Promise.all([1, 2, 3].map(() => call('POST', undefined, { body: { url: URL } })));

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)).toMatchObject({
      body: { type: '/problems/webhook-endpoint-exists' },
      headers: { location: expect.stringMatching(/^\/v1\/webhook-endpoints\//) },
    });
    expect(secrets.made).toHaveLength(1);
    expect(await store.list()).toHaveLength(1);
  });

  it.each([
    ['an address without TLS', { url: 'http://shop.example.com/' }, '#/url'],
    ['an address inside', { url: 'https://169.254.169.254/latest' }, '#/url'],
    ['an address with a password', { url: 'https://a:b@shop.example.com/' }, '#/url'],
    ['no address', {}, '#/url'],
    ['an address that is too long', { url: `https://shop.example.com/${'x'.repeat(2_100)}` }, '#/url'],
    ['a type of event that there is not', { url: URL, eventTypes: ['OrderLost'] }, '#/eventTypes/0'],
    ['a secret of their own', { url: URL, secret: 'whsec_x' }, '#/secret'],
    ['a newline in the description', { url: URL, description: 'a\nb' }, '#/description'],
  ])('fail for %s', async (_, body, pointer) => {
    const { call, secrets } = setUp();

    const answer = await call('POST', undefined, { body });

    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ pointer }]);
    expect(secrets.made).toEqual([]);
  });

  it('are bounded in number', async () => {
    const many = Array.from({ length: LIMITS.webhookEndpoints }, (_, n) =>
      webhookEndpoint({ url: `https://${n}.example.com/` }),
    );
    const { call } = setUp(...many);

    expect((await call('POST', undefined, { body: { url: URL } })).body.type).toBe(
      '/problems/too-many-webhook-endpoints',
    );
  });

  it('are changed, disabled and enabled, which forgets that they failed', async () => {
    const { call } = setUp(webhookEndpoint({ state: { status: 'enabled', failingSince: '2026-02-01T00:00:00.000Z' } }));
    const { endpointId } = webhookEndpoint();

    const filtered = await call('PATCH', endpointId, { body: { eventTypes: ['OrderRejected'] } });
    const disabled = await call('PATCH', endpointId, { body: { enabled: false } });
    const enabled = await call('PATCH', endpointId, { body: { enabled: true } });

    expect(filtered.body).toMatchObject({ eventTypes: ['OrderRejected'], failingSince: '2026-02-01T00:00:00.000Z' });
    expect(disabled.body).toMatchObject({ enabled: false, disabled: { because: 'an operator said so' } });
    expect(enabled.body).toMatchObject({ enabled: true, eventTypes: ['OrderRejected'] });
    expect(enabled.body).not.toHaveProperty('failingSince');
  });

  it('keep the reason why they were disabled when an operator disables them as well', async () => {
    const { call } = setUp(webhookEndpoint({ state: DISABLED }));

    const answer = await call('PATCH', webhookEndpoint().endpointId, { body: { enabled: false } });

    expect(answer.body.disabled).toEqual({ since: DISABLED.since, because: DISABLED.because });
  });

  it('get a new secret, and a day in which both are valid', async () => {
    const { call, clock } = setUp(webhookEndpoint());
    const { endpointId } = webhookEndpoint();

    const answer = await call('POST', endpointId);

    expect(answer).toMatchObject({ status: 200, body: { endpointId, secret: 'whsec_1' } });
    expect(Date.parse(answer.body.previousValidUntil) - clock.now().getTime()).toBe(BOTH_SECRETS_VALID_FOR_MS);
  });

  it('get no new secret before an old one has ended when they had too many: the answer says when', async () => {
    const { call, clock, secrets } = setUp(webhookEndpoint());
    secrets.tooManyUntil = new Date(clock.now().getTime() + 90_500);

    const answer = await call('POST', webhookEndpoint().endpointId);

    expect(answer).toMatchObject({
      status: 409,
      body: {
        type: '/problems/too-many-webhook-secrets',
        detail: `The first of its old secrets is valid until ${secrets.tooManyUntil.toISOString()}.`,
      },
    });
    expect(answer.headers['retry-after']).toBe('91');
    expect(secrets.made).toEqual([]);
  });

  it('are refused for a type of event that there is not, with those that there are', async () => {
    const { call } = setUp();

    const { body } = await call('POST', undefined, {
      body: { url: URL, eventTypes: ['OrderConfirmed', 'OrderLost'] },
    });

    expect(body.errors).toEqual([
      { pointer: '#/eventTypes/1', detail: `must be one of ${WEBHOOK_EVENT_TYPES.join(', ')}` },
    ]);
  });

  it('are removed with those secrets that were asked for before', async () => {
    const { call, clock, secrets, store } = setUp(webhookEndpoint());
    const { endpointId } = webhookEndpoint();
    const askedAt = clock.now();

    expect(await call('DELETE', endpointId)).toMatchObject({ status: 204, text: '' });
    expect(secrets.removed).toEqual([{ endpointId, askedAt }]);
    expect(await store.list()).toEqual([]);
  });

  it.each(['GET', 'PATCH', 'DELETE', 'POST'])('fail for %s of one that there is not', async (method) => {
    const { call, secrets } = setUp();

    for (const id of [webhookEndpoint().endpointId, '../orders', 'x']) {
      const answer = await call(method, id, { body: {} });
      expect(answer).toMatchObject({ status: 404, body: { type: '/problems/webhook-endpoint-not-found' } });
    }
    expect(secrets.made).toEqual([]);
  });
});
