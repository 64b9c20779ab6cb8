import { randomUUID } from 'node:crypto';
import { expectSound, type Scene } from './scene';

export const everyPage = (scene: () => Scene) =>
  describe('every page', () => {
    /** A browser says of an answer with such a status that it failed, whatever page came with it. */
    const ANSWERED_404 = /responded with a status of 404/;

    it('is sound at every width, light and dark', async () => {
      const { refused, broken, screens } = scene();
      const pages = {
        overview: '/',
        orders: '/orders',
        search: `/orders?q=${refused.slice(0, 8)}`,
        'search-of-a-status': '/orders?status=REJECTED',
        'search-in-vain': '/orders?q=nobody',
        refused: `/orders/${refused}`,
        broken: `/orders/${broken}`,
        'dead-letters': '/dead-letters',
        repair: '/repair',
        acts: '/acts',
        webhooks: '/webhooks',
        mails: '/mails',
        'signed-out': '/signed-out',
      };
      for (const [name, address] of Object.entries(pages)) {
        await expectSound(scene(), name, address);
      }
      expect(screens.flatMap(({ complaints }) => complaints)).toEqual([]);
    });

    it('is sound where there is nothing to show', async () => {
      const pages = {
        'no-page': '/nowhere',
        'no-order': `/orders/${randomUUID()}`,
        'no-letter': `/dead-letters/letters/${randomUUID()}`,
      };
      for (const [name, address] of Object.entries(pages)) {
        await expectSound(scene(), name, address);
      }
      for (const { complaints } of scene().screens) {
        expect(complaints.filter((complaint) => !ANSWERED_404.test(complaint))).toEqual([]);
        expect(complaints).toHaveLength(Object.keys(pages).length);
      }
    });
  });
