import { accessibilityFaults, picture, visit } from '../../support/console/browser';
import { deadLetterMother } from '../../support/dead-letters/dead-letter-mother';
import { eventually } from '../../support/end-to-end/eventually';
import type { Scene } from './scene';

/** What a form sends that was open when its person lost the role of an operator. */
const SEND_AN_ACT = (action: string): string => `
  const form = document.createElement('form');
  form.method = 'post';
  form.action = ${JSON.stringify(action)};
  form.append(document.querySelector('input[name=_csrf]').cloneNode());
  document.body.append(form);
  form.submit();`;

export const people = (scene: () => Scene) =>
  describe('those who come', () => {
    it('look and do not act as viewers, and are told so', async () => {
      const { browser, console, customer, broken } = scene();
      const { page, complaints } = await visit(browser, console.url, { role: 'viewer' });
      await page.goto(`${console.url}/orders/${broken}`);
      await page.getByText('You are here as a viewer.').first().waitFor();
      expect(await page.getByRole('button', { name: 'Check the books and finish' }).count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Undo this order' }).count()).toBe(0);
      await deadLetterMother(customer).transient();
      await eventually(
        async () => {
          await page.goto(`${console.url}/dead-letters?look=again`);
          await page.goto(`${console.url}/dead-letters/replay`);
          return page.getByText('Replaying is for operators. You are here as a viewer.').count();
        },
        (times) => times === 1,
      );
      expect(await page.getByRole('button', { name: /Replay/ }).count()).toBe(0);
      expect(complaints).toEqual([]);

      await page.evaluate(SEND_AN_ACT(`/orders/${broken}/acts/retry`));
      await page.getByRole('heading', { name: 'Not allowed' }).waitFor();
      await page.getByText('You may look at everything, and change nothing.').waitFor();
      await picture(page, 'not-allowed');
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(complaints).toEqual([expect.stringContaining('status of 403')]);

      await page.getByRole('link', { name: 'Back to the overview' }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Signed out' }).waitFor();
      await page.goto(`${console.url}/orders`);
      await page.getByText('This is the identity provider of the local run.').waitFor();
      expect(complaints).toHaveLength(1);
      await page.context().close();
    });

    it('find their way with the keyboard alone', async () => {
      const { console, refused, operator } = scene();
      const { page } = operator;
      await page.goto(`${console.url}/`);
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('content');
      await page.goto(`${console.url}/orders`);
      await page.getByLabel('Order or customer').focus();
      await page.keyboard.type(refused.slice(0, 8));
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: refused.slice(0, 8) }).waitFor();
    });
  });
