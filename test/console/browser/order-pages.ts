import { orderOf } from '../../../localstack/main-job/scenarios';
import { picture } from '../../support/console/browser';
import { eventually } from '../../support/end-to-end/eventually';
import type { Scene } from './scene';

export const orderPages = (scene: () => Scene) =>
  describe('the page of an order', () => {
    it('says why it was refunded', async () => {
      const { console, refused, operator } = scene();
      const { page } = operator;
      await page.goto(`${console.url}/orders`);
      await page.getByLabel('Order or customer').fill(refused.slice(0, 8));
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByRole('link', { name: refused.slice(0, 8) }).click();

      await page.getByText('Rejected: the carrier refused to ship it').waitFor();
      await page.getByText(/17\.80 EUR was charged and has been refunded/).waitFor();
      await page.getByRole('img', { name: /Book shipment \(refused.*then Refund payment/ }).waitFor();
    });

    it('watches it from its placement to its confirmation without being loaded anew', async () => {
      const { console, customer, operator } = scene();
      const { page } = operator;
      const { orderId = '' } = await customer.shop.place(orderOf());
      await page.goto(`${console.url}/orders/${orderId}`);
      await page.evaluate('window.isTheSamePage = true');

      await page.locator('#order-status').getByText('confirmed').waitFor();
      await page
        .getByRole('img', { name: /Reserve inventory.*Charge payment.*Book shipment.*Confirm order \((?!running)/ })
        .waitFor();

      expect(await page.evaluate('window.isTheSamePage')).toBe(true);
      await picture(page, 'watched');
    });

    it('explains what needs repair, and keeps how it was resolved', async () => {
      const { console, customer, broken, operator } = scene();
      const { page } = operator;
      await page.goto(`${console.url}/repair`);
      await page.getByRole('link', { name: broken.slice(0, 8) }).click();
      await page.getByRole('heading', { name: 'What is unfinished, and what to do' }).waitFor();
      await page.getByRole('heading', { name: /RefundPayment/ }).waitFor();

      await page.getByLabel('The order is called off for good').check();
      await page.getByRole('button', { name: 'Check the books and finish' }).click();
      await page.getByText('Still unfinished: RefundPayment.').waitFor();
      await page.getByLabel('Why it must not stand').fill('the carrier refused it');
      await page.locator('#confirmed-undo').check();
      await page.getByRole('button', { name: 'Undo this order' }).click();
      await page.getByText('Not everything could be undone: RefundPayment (refund failed).').waitFor();
      await page.getByText('Still unfinished').waitFor({ state: 'detached' });
      const reason = page.getByLabel('How it was settled');
      await reason.fill('sent back by bank transfer');
      // The stream brings the form anew while nobody is in it: what was typed stays.
      await page.getByRole('heading', { level: 1 }).click();
      await page.evaluate("document.getElementById('order-acts').dataset.markup = ''");
      await eventually(
        () => page.evaluate("document.getElementById('order-acts').dataset.markup"),
        (markup) => markup !== '',
      );
      expect(await reason.inputValue()).toBe('sent back by bank transfer');
      await page.getByRole('button', { name: 'Mark as resolved by hand' }).click();

      await page.getByText('Marked as resolved.').waitFor();
      await page.getByText('grace-the-operator marked it as resolved').waitFor();
      await page.locator('#order-operators').getByText('Mark as resolved by hand', { exact: true }).waitFor();
      expect((await customer.shop.find(broken)).status).toBe('NEEDS_REPAIR');
      await eventually(
        async () => {
          await page.goto(`${console.url}/orders/${broken}`);
          await page.locator('#order-trace').getByRole('table').first().waitFor();
          return page.getByRole('row', { name: 'POST /orders/:orderId/acts/:act' }).count();
        },
        (traces) => traces === 3,
      );
      await page.goto(`${console.url}/repair`);
      await page.getByRole('region', { name: 'Resolved by hand' }).getByText(broken.slice(0, 8)).waitFor();
    });
  });
