import '../../support/intake/quiet';
import { createHash } from 'node:crypto';
import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { createOnce, KeyReusedError, RequestInProgressError } from '../../../lambdas/runtime/idempotency';
import { breakOnce } from '../../support/intake/break-once';
import { InMemoryIdempotency } from '../../support/intake/in-memory-idempotency';

const request = { key: 'order-1', bodyHash: 'hash-1' };
const plenty = () => 10_000;

/** An effect that counts how often it was had. */
function createEffect() {
  let times = 0;
  return {
    perform: async () => ({ orderId: 'order-1', attempt: ++times }),
    get times() {
      return times;
    },
  };
}

function setUp(persistence = new InMemoryIdempotency()) {
  return { persistence, effect: createEffect(), once: createOnce({ persistence, keyPrefix: 'place-order' }) };
}

const letGo = (persistence: InMemoryIdempotency) => {
  for (const record of persistence.records.values()) {
    Object.assign(record, { inProgressExpiryTimestamp: Date.now() - 1 });
  }
};

describe('Powertools idempotency as it is configured here', () => {
  it('has the effect once and gives every later call the first answer', async () => {
    const { once, effect } = setUp();

    const first = await once(request, plenty, effect.perform);
    const second = await once(request, plenty, effect.perform);

    expect([first, second, effect.times]).toEqual([{ orderId: 'order-1', attempt: 1 }, first, 1]);
  });

  it.each([undefined, null, ['tenant-1', undefined], [null, null], { tenant: 'tenant-1' }])(
    'fails for a key that is not one string (%p), which two callers could share',
    async (key) => {
      const { once, effect } = setUp();

      await expect(once({ ...request, key: key as unknown as string }, plenty, effect.perform)).rejects.toBeInstanceOf(
        TypeError,
      );
      expect(effect.times).toBe(0);
    },
  );

  it('fails for an empty key instead of running unprotected', async () => {
    const key = '';
    const { once, effect } = setUp();

    const call = once({ ...request, key }, plenty, effect.perform);

    await expect(call).rejects.not.toBeInstanceOf(DependencyUnavailableError);
    await expect(call).rejects.toHaveProperty('cause.name', 'IdempotencyKeyError');
    expect(effect.times).toBe(0);
  });

  it('never gives one order the answer of another', async () => {
    const { once } = setUp();

    const one = await once(request, plenty, async () => ({ orderId: 'order-1' }));
    const other = await once({ ...request, key: 'order-2' }, plenty, async () => ({ orderId: 'order-2' }));

    expect([one.orderId, other.orderId]).toEqual(['order-1', 'order-2']);
  });

  it('fails for the same key with another body, while the first runs and after it', async () => {
    const { once, effect } = setUp();
    const other = { ...request, bodyHash: 'hash-2' };

    await once(request, plenty, async () => {
      await expect(once(other, plenty, effect.perform)).rejects.toBeInstanceOf(KeyReusedError);
      return { orderId: 'order-1' };
    });

    await expect(once(other, plenty, effect.perform)).rejects.toBeInstanceOf(KeyReusedError);
    expect(effect.times).toBe(0);
  });

  it('answers the effect when only the record of it could not be written', async () => {
    const { effect, persistence } = setUp();
    const once = createOnce({
      persistence: breakOnce(persistence, 'saveSuccess', { when: 'before' }),
      keyPrefix: 'place-order',
    });

    await expect(once(request, plenty, effect.perform)).resolves.toEqual({ orderId: 'order-1', attempt: 1 });
    await expect(once(request, plenty, effect.perform)).rejects.toBeInstanceOf(RequestInProgressError);
    letGo(persistence);
    await expect(once(request, plenty, effect.perform)).resolves.toEqual({ orderId: 'order-1', attempt: 2 });
  });

  it('answers an effect whose result cannot be stored, which types refuse to have', async () => {
    const { once, persistence } = setUp();
    persistence.saveSuccess = async () => {
      throw new Error('Pass options.removeUndefinedValues=true to remove undefined values');
    };
    // @ts-expect-error what is nested may hold an undefined, and storing it fails after the effect was had
    const nested = once(request, plenty, async () => ({ order: { id: undefined } }));
    // @ts-expect-error as may a list
    const list = once({ ...request, key: 'order-2' }, plenty, async () => ({ lines: ['tea'] }));

    await expect(nested).resolves.toEqual({ order: { id: undefined } });
    await expect(list).resolves.toEqual({ lines: ['tea'] });
  });

  it('lets the effect be tried again after it threw, and shows its own error', async () => {
    const { effect, persistence } = setUp();
    const once = createOnce({
      persistence: breakOnce(persistence, 'deleteRecord', { when: 'after' }),
      keyPrefix: 'place-order',
    });
    const broken = async (): Promise<{ orderId: string }> => {
      throw new DependencyUnavailableError('intake table');
    };

    await expect(once(request, plenty, broken)).rejects.toThrow('intake table is unavailable');
    await expect(once(request, plenty, effect.perform)).resolves.toEqual({ orderId: 'order-1', attempt: 1 });
  });

  it('shows what the effect threw even when that is no error', async () => {
    const { once } = setUp();

    await expect(once(request, plenty, () => Promise.reject('a string'))).rejects.toBe('a string');
  });

  it.each([0, -5, 0.2])('lets go of a call that died with %p ms left', async (remainingMs) => {
    const { once, persistence } = setUp();

    await once(
      request,
      () => remainingMs,
      async () => {
        const expiry = [...persistence.records.values()][0]?.inProgressExpiryTimestamp;
        expect(expiry).toBeLessThanOrEqual(Date.now() + 1);
        return { orderId: 'order-1' };
      },
    );
  });

  it('keeps a second call out for as long as the first may run, then lets it have the effect', async () => {
    const { once, effect, persistence } = setUp();
    await once(request, plenty, async () => {
      await expect(once(request, plenty, effect.perform)).rejects.toBeInstanceOf(RequestInProgressError);
      letGo(persistence);
      await expect(once(request, plenty, effect.perform)).resolves.toEqual({ orderId: 'order-1', attempt: 1 });
      return { orderId: 'order-1' };
    });
  });

  it.each(['IdempotencyInconsistentStateError', 'IdempotencyItemAlreadyExistsError', 'IdempotencyItemNotFoundError'])(
    'takes %s for a call in progress',
    async (name) => {
      const persistence = new InMemoryIdempotency();
      const effect = createEffect();
      const first = createOnce({ persistence, keyPrefix: 'place-order' });
      await first(request, plenty, effect.perform);
      const breaking = new Proxy(persistence, {
        get(target, property) {
          const value: unknown = Reflect.get(target, property, target);
          if (property === 'processExistingRecord') {
            return () => {
              throw Object.assign(new Error(name), { name });
            };
          }
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });

      const once = createOnce({ persistence: breaking, keyPrefix: 'place-order' });

      await expect(once(request, plenty, effect.perform)).rejects.toBeInstanceOf(RequestInProgressError);
      expect(effect.times).toBe(1);
    },
  );

  it('fails before the effect when the table is away', async () => {
    const { effect, persistence } = setUp();
    const once = createOnce({
      persistence: breakOnce(persistence, 'saveInProgress', { when: 'before' }),
      keyPrefix: 'place-order',
    });

    await expect(once(request, plenty, effect.perform)).rejects.toBeInstanceOf(DependencyUnavailableError);
    expect(effect.times).toBe(0);
  });

  it('keeps records under a name of our own, hashed with SHA-256, for a day', async () => {
    const { once, effect, persistence } = setUp();
    const digest = createHash('sha256').update(JSON.stringify('order-1')).digest('base64');

    await once(request, plenty, effect.perform);

    const [[key, record] = []] = [...persistence.records];
    expect(key).toBe(`place-order#${digest}`);
    expect((record?.expiryTimestamp ?? 0) - Date.now() / 1000).toBeCloseTo(24 * 60 * 60, -1);
  });
});
