import { seededOrderId } from '../../test/support/seed-orders';

const REQUESTS = 200;
/** People who look at the same time. */
const AT_ONCE = 2;
/** As much of an id as tables show of it. */
const SHOWN = 8;

type Address = (request: number) => string;

/** Any order for each request, and another one for the next. */
const some = (request: number, orders: number): number => 1 + ((request * 7919) % orders);

/** The orders whose own pages are asked for. */
export const measuredOrders = (orders: number): readonly string[] =>
  Array.from({ length: REQUESTS }, (_, request) => seededOrderId(some(request, orders)));

/** What asking for a page took, in milliseconds. */
export interface PageTimes {
  readonly page: string;
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
  /** Of one request: for the one who asks and for the one who answers together. */
  readonly cpu: number;
}

/** Asks for every page again and again, as somebody who is signed in, and says how long each took. */
export async function measurePages(base: string, orders: number, wanted = /./): Promise<readonly PageTimes[]> {
  const cookie = await signIn(base);
  const deep = await cursorsOf(base, cookie, 50);
  const customerOf = (request: number): string => `customer-${some(request, orders) % Math.max(1, orders / 20)}`;
  const idOf = (request: number): string => seededOrderId(some(request, orders));
  const pages: Readonly<Record<string, Address>> = {
    // No page: what this machine takes for any answer at all at the moment.
    'nothing (/health/live)': () => '/health/live',
    overview: () => '/',
    'orders, newest': () => '/orders',
    'orders, any of the first 50 pages': (request) => deep[request % deep.length] ?? '/orders',
    'orders of one status': () => '/orders?status=CONFIRMED',
    'orders of a rare status': () => '/orders?status=CHARGED',
    'orders of a status that none has': () => '/orders?status=CANCELLED',
    'orders of a customer': (request) => `/orders?q=${customerOf(request)}`,
    'orders of a customer and a status': (request) => `/orders?status=CHARGED&q=${customerOf(request)}`,
    'orders of a day': (request) => `/orders?from=${dayBefore(request)}&to=${dayBefore(request)}`,
    'orders of an hour': (request) => `/orders?from=${dayBefore(request)}T14:00&to=${dayBefore(request)}T14:59`,
    'orders of a day and a status': (request) =>
      `/orders?status=CONFIRMED&from=${dayBefore(request)}&to=${dayBefore(request)}`,
    'orders of a day and a rare status': (request) =>
      `/orders?status=CHARGED&from=${dayBefore(request)}&to=${dayBefore(request)}`,
    'orders of a day and a status none has': (request) =>
      `/orders?status=CANCELLED&from=${dayBefore(request)}&to=${dayBefore(request)}`,
    'orders since a day, of a rare status': (request) => `/orders?status=CHARGED&from=${dayBefore(request)}`,
    'orders by the beginning of an id': (request) => `/orders?q=${idOf(request).slice(0, SHOWN)}`,
    'one order': (request) => `/orders/${idOf(request)}`,
    repair: () => '/repair',
    'dead letters': () => '/dead-letters',
    acts: () => '/acts',
    webhooks: () => '/webhooks',
    mails: () => '/mails',
  };

  const measured: PageTimes[] = [];
  console.log(rowOf('page', ['p50', 'p95', 'most', 'CPU']));
  for (const [page, address] of Object.entries(pages).filter(([name]) => wanted.test(name))) {
    const before = process.cpuUsage();
    const times = await timesOf(base, cookie, address);
    const { user, system } = process.cpuUsage(before);
    const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    // Its share of the processor says something on a busy machine too.
    const cpu = (user + system) / 1_000 / REQUESTS;
    const row = { page, p50: at(0.5), p95: at(0.95), most: at(1), cpu };
    measured.push(row);
    console.log(
      rowOf(
        page,
        [row.p50, row.p95, row.most, row.cpu].map((ms) => `${ms.toFixed(1)} ms`),
      ),
    );
  }
  return measured;
}

const rowOf = (page: string, cells: readonly string[]): string =>
  `${page.padEnd(40)}${cells.map((cell) => cell.padStart(10)).join('')}`;

async function timesOf(base: string, cookie: string, address: Address): Promise<readonly number[]> {
  const times: number[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < REQUESTS) {
      const request = next;
      next += 1;
      const began = performance.now();
      const response = await fetch(`${base}${address(request)}`, { headers: { cookie } });
      await response.text();
      times.push(performance.now() - began);
      if (response.status !== 200) {
        throw new Error(`expected a page at ${address(request)}, got status ${response.status}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return times.sort((one, other) => one - other);
}

/** Addresses of one page after another, as the link to older ones gives them. */
async function cursorsOf(base: string, cookie: string, most: number): Promise<readonly string[]> {
  const addresses = ['/orders'];
  for (let page = 0; page < most; page += 1) {
    const text = await (await fetch(`${base}${addresses.at(-1)}`, { headers: { cookie } })).text();
    const older = /href="([^"]+)"[^>]*>Older/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    if (older === undefined) {
      break;
    }
    addresses.push(older);
  }
  if (new Set(addresses).size < addresses.length) {
    throw new Error('the link to older orders leads to no older ones');
  }
  return addresses;
}

async function signIn(base: string): Promise<string> {
  const attempt = await fetch(`${base}/sign-in`, { redirect: 'manual' });
  const session = await fetch(`${base}/sign-in/callback`, {
    redirect: 'manual',
    headers: { cookie: cookiesOf(attempt) },
  });
  // The secret of its forms belongs to it: a browser that has it is asked to keep no other.
  const page = await fetch(`${base}/`, { headers: { cookie: cookiesOf(session) } });
  return `${cookiesOf(session)}; ${cookiesOf(page)}`;
}

const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

/** The seeded orders are of the last 347 days: one every half a minute. */
const dayBefore = (request: number): string =>
  new Date(Date.now() - (request % 300) * 86_400_000).toISOString().slice(0, 10);
