import type { Browser } from 'playwright-core';
import { orderOf } from '../../../localstack/main-job/scenarios';
import {
  accessibilityFaults,
  overflow,
  picture,
  type Screen,
  startBrowser,
  type Visit,
  visit,
} from '../../support/console/browser';
import { type AwsCalls, recordAwsCalls } from '../../support/console/record-aws-calls';
import { type RunningConsole, runConsole } from '../../support/console/running-console';
import { type Customer, newCustomer } from '../../support/end-to-end/customer';
import { eventually } from '../../support/end-to-end/eventually';
import { localCloud } from '../../support/local-cloud';

/** Every width and every scheme once: a page that is sound in both of these is sound in the other two. */
const SCREENS = [
  { width: 1280, scheme: 'light' },
  { width: 360, scheme: 'dark' },
] as const satisfies readonly Screen[];

/** What all pages are looked at with. Set up once: it takes longer than any of them. */
export interface Scene {
  readonly console: RunningConsole;
  readonly browser: Browser;
  readonly awsCalls: AwsCalls;
  readonly customer: Customer;
  readonly operator: Visit;
  /** Somebody at each of the screens. */
  readonly screens: readonly (Visit & { readonly screen: Screen })[];
  /** An order that the carrier refused, and which was refunded. */
  readonly refused: string;
  /** One whose refund failed. */
  readonly broken: string;
}

export function useScene(): () => Scene {
  let scene: Scene | undefined;
  beforeAll(async () => {
    scene = await setUp();
  }, 240_000);
  afterAll(async () => {
    await scene?.browser.close();
    await scene?.console.end();
    await scene?.awsCalls.close();
  });
  return () => {
    if (scene === undefined) {
      throw new Error('the scene is not set');
    }
    return scene;
  };
}

async function setUp(): Promise<Scene> {
  const customer = newCustomer();
  const unreachable = { ...orderOf().shippingAddress, postalCode: '00000' };
  const place = async (request: Parameters<Customer['shop']['place']>[0]) =>
    (await customer.shop.place(request)).orderId ?? '';
  const refused = await place(orderOf({ shippingAddress: unreachable }));
  const broken = await place(orderOf({ paymentMethodId: 'pm_card_refundFail', shippingAddress: unreachable }));
  const awsCalls = await recordAwsCalls(localCloud());
  const [console, browser] = await Promise.all([runConsole(awsCalls.variables), startBrowser()]);
  const operator = await visit(browser, console.url);
  const screens = [];
  for (const screen of SCREENS) {
    screens.push({ screen, ...(await visit(browser, console.url, screen)) });
  }
  await untilStatus(customer, refused, 'REJECTED');
  await untilStatus(customer, broken, 'NEEDS_REPAIR');
  return { console, browser, awsCalls, customer, operator, screens, refused, broken };
}

export const untilStatus = (customer: Customer, orderId: string, wanted: string) =>
  eventually(
    () => customer.shop.find(orderId),
    ({ status }) => status === wanted,
    { withinMs: 120_000 },
  );

/**
 * Looks at a page on every screen, keeps pictures of it, and finds no fault that a machine can find.
 *
 * @param shows what is there as soon as the page is what it is looked at for
 */
export async function expectSound(
  { console, screens }: Scene,
  name: string,
  address: string,
  shows?: string,
): Promise<void> {
  for (const { page, screen } of screens) {
    await eventually(
      async () => {
        await page.goto(new URL(address, console.url).href);
        await page
          .getByText('One moment')
          .or(page.getByText('Looking into the queues'))
          .first()
          .waitFor({ state: 'detached' });
        return shows === undefined || (await page.getByText(shows).count()) > 0;
      },
      (isThere) => isThere,
    );
    await picture(page, `${name}-${screen.width}-${screen.scheme}`);
    expect({ name, screen, faults: await accessibilityFaults(page), overflow: await overflow(page) }).toEqual({
      name,
      screen,
      faults: [],
      overflow: 0,
    });
  }
}
