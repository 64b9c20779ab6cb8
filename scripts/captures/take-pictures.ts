import path from 'node:path';
import type { Page } from 'playwright-core';
import { findChromium, startBrowser, visit } from '../../test/support/console/browser';
import type { ShownOrders } from './place-orders';

const FOLDER = path.join(__dirname, '../../docs/images');

/** The console's pages, as a browser shows them. What is late on a page is waited for. */
export async function takePictures(url: string, orders: ShownOrders): Promise<void> {
  if (findChromium() === undefined) {
    throw new Error('Chromium is missing: set CHROMIUM, or install it (Debian: apt-get install chromium)');
  }
  const browser = await startBrowser();
  try {
    const { page } = await visit(browser, url, { width: 1180 });
    await take(page, `${url}/`, 'console-overview', 1_000);
    await take(page, `${url}/orders`, 'console-orders', 900);
    await take(page, `${url}/orders/${orders.compensated}`, 'console-order', 1_250);
    await take(page, `${url}/orders/${orders.broken}`, 'console-order-in-repair', 1_100);
    await take(page, `${url}/dead-letters?look=again`, 'console-dead-letters', 900);
    await take(page, `${url}/dead-letters/replay`, 'console-dry-run', 700);
    await take(page, `${url}/repair`, 'console-repair', 600);
    await take(page, `${url}/acts`, 'console-acts', 600);
    const phone = await visit(browser, url, { width: 360, scheme: 'dark' });
    await take(phone.page, `${url}/orders/${orders.compensated}`, 'console-order-phone', 1_300);
  } finally {
    await browser.close();
  }
}

async function take(page: Page, address: string, name: string, height: number): Promise<void> {
  const width = page.viewportSize()?.width ?? 1180;
  await page.setViewportSize({ width, height });
  await page.goto(address);
  await page
    .getByText('One moment')
    .or(page.getByText('Looking into the queues'))
    .first()
    .waitFor({ state: 'detached' });
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`) });
}
