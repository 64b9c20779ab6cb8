import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { source as axeSource } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { localCloud } from '../local-cloud';

const CHROMIUM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  process.env['CHROMIUM'] ?? '',
];
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where pictures of this run lie, for whoever wants to look at them. */
export const PICTURES = path.join(__dirname, '../../../.local/console-pictures');

/** The system's Chromium, if there is one: nothing is downloaded for a test. */
export const findChromium = (): string | undefined => CHROMIUM.find((file) => file !== '' && existsSync(file));

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium() ?? '', args: ARGUMENTS });

export interface Visit {
  readonly page: Page;
  /** What the browser complained about: scripts that failed, and everything that the policy kept from happening. */
  readonly complaints: readonly string[];
}

export interface Screen {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
}

/** Somebody at a browser of their own, signed in by the pages that a person sees. */
export async function visit(
  browser: Browser,
  url: string,
  { role = 'operator', ...screen }: Screen & { readonly role?: 'operator' | 'viewer' } = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: screen.width ?? 1280, height: 800 },
    colorScheme: screen.scheme ?? 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  await page.waitForURL(`${localCloud().tokenIssuer.url}/authorize*`);
  await page.getByLabel('Your name').fill(`grace-the-${role}`);
  await page.getByLabel(role).first().check();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${url}/**`);
  return { page, complaints };
}

/** Keeps a picture of the whole page. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** What of the page is against WCAG 2.2 AA, as far as a machine can tell. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const { violations } = (await page.evaluate(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
  )) as AxeResults;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** Pixels by which the page is wider than the window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth') as Promise<number>;
