import { seededOrderId } from '../../test/support/seed-orders';

const REQUESTS = 200;
/** People who look at the same time. */
const AT_ONCE = 2;
/** As much of an id as tables show of it. */
const SHOWN = 8;

type Address = (request: number) => string;

/** Asks for every page again and again, as somebody who is signed in. @returns the slowest p95, in milliseconds */
export async function measurePages(base: string, orders: number): Promise<number> {
  const cookie = await signIn(base);
  const deep = await cursorsOf(base, cookie, 50);
  const some = (request: number): number => 1 + ((request * 7919) % orders);
  const pages: Readonly<Record<string, Address>> = {
    // No page: what this machine takes for any answer at all at the moment.
    'nothing (/health/live)': () => '/health/live',
    overview: () => '/',
    'orders, newest': () => '/orders',
    'orders, any of the first 50 pages': (request) => deep[request % deep.length] ?? '/orders',
    'orders of one status': () => '/orders?status=CONFIRMED',
    'orders of a rare status': () => '/orders?status=CHARGED',
    'orders of a status that none has': () => '/orders?status=CANCELLED',
    'orders of a customer': (request) => `/orders?q=customer-${some(request) % Math.max(1, orders / 20)}`,
    'orders of a customer and a status': (request) =>
      `/orders?status=CHARGED&q=customer-${some(request) % Math.max(1, orders / 20)}`,
    'orders of a day': (request) => `/orders?from=${dayBefore(request % 300)}&to=${dayBefore(request % 300)}`,
    'orders by the beginning of an id': (request) => `/orders?q=${seededOrderId(some(request)).slice(0, SHOWN)}`,
    'one order': (request) => `/orders/${seededOrderId(some(request))}`,
    repair: () => '/repair',
    'dead letters': () => '/dead-letters',
  };

  let slowest = 0;
  console.log(`\n${'page'.padEnd(40)}${'p50'.padStart(10)}${'p95'.padStart(10)}${'most'.padStart(10)}`);
  for (const [name, address] of Object.entries(pages)) {
    const times = await timesOf(base, cookie, address);
    const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    slowest = Math.max(slowest, at(0.95));
    const row = [at(0.5), at(0.95), at(1)].map((ms) => `${ms.toFixed(1)} ms`.padStart(10)).join('');
    console.log(`${name.padEnd(40)}${row}`);
  }
  return slowest;
}

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

const dayBefore = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
