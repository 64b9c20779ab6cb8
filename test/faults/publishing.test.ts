import { synthesizeOrderSaga } from '../support/asl/order-saga';
import { runCampaign } from './engine/campaign';
import { everySchedule } from './engine/exhaustive';
import { runSchedule } from './engine/run-schedule';
import { formatSchedule, parseSchedule } from './engine/schedule';
import { publishingWiring } from './world/publishing-wiring';

const { definition } = synthesizeOrderSaga();
const wiring = publishingWiring(definition);
const violationsOf = async (under: typeof wiring, line: string): Promise<readonly string[]> =>
  (await runSchedule(under, parseSchedule(line))).violations.map(({ invariant }) => invariant);

describe('Events of an order, and everything else that must hold, while the steps publish', () => {
  it.each(['plain', 'declined', 'refused'])(
    'row 43: all leave, under one id each, of an order that is %s, under every single fault at every point',
    async (scenario) => {
      let count = 0;
      for await (const schedule of everySchedule(wiring, scenario, 1, { counts: [0, 1, 3, 8], runsOfAState: 2 })) {
        count += 1;
        const { violations } = await runSchedule(wiring, schedule);
        expect({ schedule: formatSchedule(schedule), violations }).toMatchObject({ violations: [] });
      }
      expect(count).toBeGreaterThan(300);
    },
    1_200_000,
  );

  it('row 43: all leave under 5,000 random schedules', async () => {
    const { smallest } = await runCampaign(wiring, { schedules: 5_000, seed: 20_261_126 });

    expect(smallest && [formatSchedule(smallest.schedule), ...smallest.violations]).toBeUndefined();
  }, 1_200_000);
});

describe('Negative controls of publishing', () => {
  it.each([
    'plain ReserveInventory#1.publish=fails',
    'plain ChargePayment#1.publish=crash',
    'plain ChargePayment#1.recordCharged=crash-after',
    'plain ConfirmOrder#1.publish=unheard',
    'plain ConfirmOrder#1.markPublished=fails',
  ])('nothing is wrong under %s', async (line) => {
    expect(await violationsOf(wiring, line)).toEqual([]);
  });

  it('fails without the sweeper: what a step could not publish never leaves', async () => {
    const unswept = publishingWiring(definition, { sweeps: async () => undefined });

    expect(await violationsOf(unswept, 'plain')).toEqual([]);
    expect(await violationsOf(unswept, 'plain ReserveInventory#1.publish=fails')).toContain('published');
  });

  it('fails when an event is taken for published before it was', async () => {
    const hasty = publishingWiring(definition, {
      publishes: (step) => (ports) => async (saga) => {
        const written = ports.noteWritten();
        const answer = await step(ports)(saga);
        const events = written.take();
        await ports.outbox.markPublished(events.map(({ eventId }) => eventId));
        await ports.bus.publish(events).catch(() => undefined);
        return answer;
      },
    });

    expect(await violationsOf(hasty, 'plain')).toEqual([]);
    expect(await violationsOf(hasty, 'plain ReserveInventory#1.publish=fails')).toContain('published');
  });
});
