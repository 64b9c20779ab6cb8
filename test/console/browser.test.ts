import type { Browser } from 'playwright-core';
import { DependencyUnavailableError } from '../../lambdas/domain/failures';
import { orderOf } from '../../localstack/main-job/scenarios';
import {
  accessibilityFaults,
  findChromium,
  overflow,
  picture,
  startBrowser,
  type Visit,
  visit,
} from '../support/console/browser';
import { CONSOLE_PERMISSIONS, NOT_OF_THE_EMULATOR } from '../support/console/console-permissions';
import { type AwsCalls, recordAwsCalls } from '../support/console/record-aws-calls';
import { type RunningConsole, runConsole } from '../support/console/running-console';
import { deadLetterMother } from '../support/dead-letters/dead-letter-mother';
import { type Customer, newCustomer } from '../support/end-to-end/customer';
import { eventually } from '../support/end-to-end/eventually';
import { localCloud } from '../support/local-cloud';

jest.setTimeout(240_000);

const hasBrowser = findChromium() !== undefined;
if (!hasBrowser) {
  process.stderr.write('Chromium is missing: the pages of the console are not looked at with a browser.\n');
}

/** Every width and every scheme once: a page that is sound in both of these is sound in the other two. */
const SCREENS = [
  { width: 1280, scheme: 'light' },
  { width: 360, scheme: 'dark' },
] as const;

(hasBrowser ? describe : describe.skip)('The console in a browser', () => {
  let console: RunningConsole;
  let browser: Browser;
  let awsCalls: AwsCalls;
  let operator: Visit;
  let customer: Customer;
  let refused = '';
  let broken = '';

  beforeAll(async () => {
    customer = newCustomer();
    const unreachable = { ...orderOf().shippingAddress, postalCode: '00000' };
    const place = async (request: Parameters<Customer['shop']['place']>[0]) =>
      (await customer.shop.place(request)).orderId ?? '';
    refused = await place(orderOf({ shippingAddress: unreachable }));
    broken = await place(orderOf({ paymentMethodId: 'pm_card_refundFail', shippingAddress: unreachable }));
    awsCalls = await recordAwsCalls(localCloud());
    [console, browser] = await Promise.all([runConsole(awsCalls.variables), startBrowser()]);
    operator = await visit(browser, console.url);
    await ended(refused);
    await ended(broken, 'NEEDS_REPAIR');
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await console?.end();
    await awsCalls?.close();
  });

  const ended = (orderId: string, end = 'REJECTED') =>
    eventually(
      () => customer.shop.find(orderId),
      ({ status }) => status === end,
      { withinMs: 120_000 },
    );

  /** Its message may be on its way to the dead letters still. */
  const openLetterOf = async (orderId: string) => {
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

  it('shows every page at every width, light and dark, without a fault that a machine can find', async () => {
    const pages = {
      overview: '/',
      orders: '/orders',
      refused: `/orders/${refused}`,
      broken: `/orders/${broken}`,
      'dead-letters': '/dead-letters',
      repair: '/repair',
      acts: '/acts',
      webhooks: '/webhooks',
      mails: '/mails',
    };
    for (const { width, scheme } of SCREENS) {
      const { page, complaints } = await visit(browser, console.url, { width, scheme });
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(`${console.url}${path}`);
        await page
          .getByText('One moment')
          .or(page.getByText('Looking into the queues'))
          .first()
          .waitFor({ state: 'detached' });
        await picture(page, `${name}-${width}-${scheme}`);
        expect({
          name,
          width,
          scheme,
          faults: await accessibilityFaults(page),
          overflow: await overflow(page),
        }).toEqual({
          name,
          width,
          scheme,
          faults: [],
          overflow: 0,
        });
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  });

  it('says why an order was refunded', async () => {
    const { page } = operator;
    await page.goto(`${console.url}/orders`);
    await page.getByLabel('Order or customer').fill(refused.slice(0, 8));
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: refused.slice(0, 8) }).click();

    await page.getByText('Rejected: the carrier refused to ship it').waitFor();
    await page.getByText(/17\.80 EUR was charged and has been refunded/).waitFor();
    await page.getByRole('img', { name: /Book shipment \(refused.*then Refund payment/ }).waitFor();
  });

  it('watches an order from its placement to its confirmation without loading the page anew', async () => {
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

  it('explains an order that needs repair, and keeps how it was resolved', async () => {
    const { page } = operator;
    await page.goto(`${console.url}/repair`);
    await page.getByRole('link', { name: broken.slice(0, 8) }).click();
    await page.getByRole('heading', { name: 'What is unfinished, and what to do' }).waitFor();
    await page.getByRole('heading', { name: /RefundPayment/ }).waitFor();

    await page.getByRole('button', { name: 'Check the books and finish' }).click();
    await page.getByText('Still unfinished: RefundPayment.').waitFor();
    await page.getByLabel('Why it must not stand').fill('the carrier refused it');
    await page.getByLabel('The customer gets the money back, and no goods.').check();
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
    await page.locator('#order-operators').getByText('resolve', { exact: true }).waitFor();
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

  it('replays the right dead letters, after a dry run, and archives the others', async () => {
    const { page } = operator;
    const mother = deadLetterMother(customer);
    // A cause that no other letter has: other tests have dead letters too.
    const cause = new DependencyUnavailableError('the tea room');
    const waiting = await mother.transient(cause);
    const copy = await mother.finished();
    await eventually(
      () => customer.shop.find(copy.orderId),
      ({ status }) => status === 'CONFIRMED',
    );
    await copy.bury();

    await page.goto(`${console.url}/dead-letters?look=again`);
    await page.getByRole('link', { name: 'the tea room is unavailable' }).click();
    await page.getByRole('row', { name: new RegExp(`safe to replay .*${waiting.slice(0, 8)} not started`) }).waitFor();
    await picture(page, 'dead-letters-of-a-cause');
    await page.getByRole('link', { name: 'Dry run', exact: true }).last().click();
    await page.getByRole('heading', { name: '1 letter would go back to its queue, 0 would stay' }).waitFor();
    await picture(page, 'dry-run');
    const unseen = await mother.transient(cause);
    await page.getByRole('button', { name: 'Replay 1 letter' }).click();

    await page.getByText('1 letter sent back to the queue.').waitFor();
    await openLetterOf(unseen);
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByText('1 letter sent back to the queue.').waitFor();
    await eventually(
      () => customer.shop.find(unseen),
      ({ status }) => status === 'CONFIRMED',
    );
    await eventually(
      () => customer.shop.find(waiting),
      ({ status }) => status === 'CONFIRMED',
    );
    await openLetterOf(copy.orderId);
    await page.getByText('its order is CONFIRMED already').waitFor();
    await picture(page, 'dead-letter');
    await page.getByLabel('Why nobody waits for it').fill('a test');
    await page.getByRole('button', { name: 'Archive' }).click();
    await page.getByText('1 letter archived.').waitFor();
    await page.goto(`${console.url}/orders/${copy.orderId}`);
    await page.locator('#order-operators').getByText('archive', { exact: true }).waitFor();
    await page.goto(`${console.url}/acts`);
    await page
      .getByRole('row', {
        name: new RegExp(`grace-the-operator archive order ${copy.orderId.slice(0, 8)}.*done a test`),
      })
      .waitFor();
  });

  it('repairs a message that no consumer can read, and replays it', async () => {
    const { page } = operator;
    const repaired = await deadLetterMother(customer).oldVersion();
    await openLetterOf(repaired.orderId);
    await page.getByText('Edit and replay').first().click();
    const message = page.getByLabel('The message, repaired');
    await message.fill(JSON.stringify({ ...repaired, orderId: broken }));
    await page.getByRole('button', { name: 'Edit and replay' }).click();
    await page.getByText('That was not done').waitFor();
    // What was typed is still there.
    expect(await message.inputValue()).toContain(broken);

    await message.fill(JSON.stringify(repaired));
    await page.getByRole('button', { name: 'Edit and replay' }).click();

    await page.getByText('1 letter edited and sent back to the queue.').waitFor();
    await eventually(
      () => customer.shop.find(repaired.orderId),
      ({ status }) => status === 'CONFIRMED',
    );
  });

  it('lets a viewer look and not act', async () => {
    const { page } = await visit(browser, console.url, { role: 'viewer' });
    await page.goto(`${console.url}/orders/${broken}`);

    await page.getByText('You are here as a viewer.').first().waitFor();
    expect(await page.getByRole('button', { name: 'Check the books and finish' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Undo this order' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Signed out' }).waitFor();
    await page.goto(`${console.url}/orders`);
    await page.getByText('This is the identity provider of the local run.').waitFor();
    await page.context().close();
  });

  it('is used with the keyboard alone', async () => {
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

  it('has called of AWS what its role allows, and all of that', () => {
    const { emulated = [] } = Object.groupBy(CONSOLE_PERMISSIONS, (permission) =>
      NOT_OF_THE_EMULATOR.test(permission) ? 'others' : 'emulated',
    );

    expect(awsCalls.permissions()).toEqual(emulated);
  });

  it('has complained about nothing', () => {
    expect(operator.complaints).toEqual([]);
  });
});
