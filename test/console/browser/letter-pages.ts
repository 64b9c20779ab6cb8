import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { deadLetterMother } from '../../support/dead-letters/dead-letter-mother';
import { eventually } from '../../support/end-to-end/eventually';
import { expectSound, type Scene, untilStatus } from './scene';

export const letterPages = (scene: () => Scene) =>
  describe('the pages of dead letters', () => {
    /** Its message may be on its way to the dead letters still. */
    const openLetterOf = async (orderId: string) => {
      const { console, operator } = scene();
      const { page } = operator;
      const letter = page.getByRole('region', { name: 'Letters of order' }).getByRole('rowheader').getByRole('link');
      await eventually(
        async () => {
          await page.goto(`${console.url}/dead-letters?look=again&order=${orderId}`);
          return letter.count();
        },
        (letters) => letters === 1,
      );
      await letter.click();
    };

    const openCause = async (cause: string) => {
      const { console, operator } = scene();
      const link = operator.page.getByRole('link', { name: cause });
      await eventually(
        async () => {
          await operator.page.goto(`${console.url}/dead-letters?look=again`);
          return link.count();
        },
        (links) => links === 1,
      );
      await link.click();
    };

    /**
     * SQS gives a letter to one look at a time, and when an answer of it is lost, to nobody for a while: an act that comes
     * then says so, and is repeated, as a person would.
     */
    const untilDone = (act: () => Promise<void>) =>
      eventually(
        async () => {
          await act();
          await scene().operator.page.locator('.flash').waitFor();
          return scene().operator.page.locator('.flash.done').count();
        },
        (done) => done === 1,
        { withinMs: 120_000 },
      );

    it('replay the right ones, after a dry run, and archive the others', async () => {
      const { console, customer, operator } = scene();
      const { page } = operator;
      const mother = deadLetterMother(customer);
      // A cause that no other letter has: other tests have dead letters too.
      const cause = new DependencyUnavailableError('the tea room');
      const waiting = await mother.transient(cause);
      const copy = await mother.finished();
      await untilStatus(customer, copy.orderId, 'CONFIRMED');
      await copy.bury();

      await openCause('the tea room is unavailable');
      await page
        .getByRole('row', { name: new RegExp(`safe to replay .*${waiting.slice(0, 8)} not started`) })
        .waitFor();
      await expectSound(scene(), 'dead-letters-of-a-cause', page.url(), waiting.slice(0, 8));
      const dryRun = await page.getByRole('link', { name: 'Dry run', exact: true }).last().getAttribute('href');
      await expectSound(scene(), 'dry-run', dryRun ?? '', waiting.slice(0, 8));
      let unseen = '';
      await untilDone(async () => {
        await openCause('the tea room is unavailable');
        await page.getByRole('link', { name: 'Dry run', exact: true }).last().click();
        await page
          .getByRole('heading', { name: /letters? would go back to (its|their) queues?, 0 would stay/ })
          .waitFor();
        // Comes after the dry run, which it is therefore no part of.
        unseen = await mother.transient(cause);
        await page.getByRole('button', { name: /^Replay \d letter/ }).click();
      });
      await untilStatus(customer, waiting, 'CONFIRMED');
      await untilDone(async () => {
        await openLetterOf(unseen);
        await page.getByRole('button', { name: 'Replay', exact: true }).click();
      });
      await untilStatus(customer, unseen, 'CONFIRMED');

      await openLetterOf(copy.orderId);
      await expectSound(scene(), 'dead-letter', page.url(), 'Its order is CONFIRMED already');
      await untilDone(async () => {
        await openLetterOf(copy.orderId);
        await page.getByLabel('Why nobody waits for it').fill('a test');
        await page.getByRole('button', { name: 'Archive' }).click();
      });
      await page.goto(`${console.url}/orders/${copy.orderId}`);
      await page.locator('#order-operators').getByText('Archive', { exact: true }).waitFor();
      await page.goto(`${console.url}/acts`);
      await page
        .getByRole('row', {
          name: new RegExp(`grace-the-operator Archive order ${copy.orderId.slice(0, 8)}.*done a test`),
        })
        .waitFor();
    });

    it('repair a message that no consumer can read, and replay it', async () => {
      const { customer, broken, operator } = scene();
      const { page } = operator;
      const repaired = await deadLetterMother(customer).oldVersion();
      const message = page.getByLabel('The message, repaired');
      const send = async (text: string) => {
        await openLetterOf(repaired.orderId);
        await message.fill(text);
        await page.getByRole('button', { name: 'Edit and replay' }).click();
        await page.locator('.flash').waitFor();
      };
      await eventually(
        async () => {
          await send(JSON.stringify({ ...repaired, orderId: broken }));
          return page.getByText('That was not done').count();
        },
        (refusals) => refusals === 1,
      );
      // What was typed is still there.
      expect(await message.inputValue()).toContain(broken);

      await untilDone(() => send(JSON.stringify(repaired)));
      await untilStatus(customer, repaired.orderId, 'CONFIRMED');
    });
  });
