import { randomUUID } from 'node:crypto';
import { backlogSchema, parkedEventsSchema, unparkedSchema } from '../../../lambdas/contracts/outbox-question';
import { createLookAfterOutbox } from '../../../lambdas/operations/look-after-outbox';

const parked = {
  ...{ eventId: randomUUID(), orderId: randomUUID(), type: 'OrderShipping', sequence: 5, attempts: 2 },
  ...{ reason: 'malformed at lines', writtenAt: '2026-03-01T09:00:00.000Z', parkedAt: '2026-03-01T09:01:00.000Z' },
};
const lookAfterOutbox = createLookAfterOutbox({
  outbox: {
    backlog: async () => ({ waiting: 3, oldestAgeSeconds: 12.5, parked: 1 }),
    parked: async ({ limit }) => [parked].slice(0, limit),
    unpark: async (eventId) => eventId === parked.eventId,
  },
});
const asAnswered = async (question: unknown): Promise<unknown> =>
  JSON.parse(JSON.stringify(await lookAfterOutbox(question)));

describe('Operation: look after the outbox', () => {
  it('answers each question in the form that its callers expect', async () => {
    expect(backlogSchema.parse(await asAnswered({ outbox: 'backlog' }))).toMatchObject({ waiting: 3, parked: 1 });
    expect(parkedEventsSchema.parse(await asAnswered({ outbox: 'parked', limit: 10 }))).toEqual([parked]);
    expect(unparkedSchema.parse(await asAnswered({ outbox: 'unpark', eventId: parked.eventId }))).toBe(true);
    expect(await asAnswered({ outbox: 'unpark', eventId: randomUUID() })).toBe(false);
  });

  it.each([
    {},
    { outbox: 'everything' },
    { outbox: 'parked' },
    { outbox: 'parked', limit: 101 },
    { outbox: 'unpark', eventId: "x' OR true" },
    { find: 'unfinished' },
  ])('fails for a question that it was not made for (%#)', async (question) => {
    await expect(lookAfterOutbox(question)).rejects.toHaveProperty('name', expect.stringContaining('ZodError'));
  });
});
