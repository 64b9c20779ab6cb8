import { localCloud } from '../local-cloud';

export interface Visitor {
  /** One request with the visitor's cookies. Redirects are not followed. */
  get(path: string, init?: RequestInit): Promise<Response>;
  /** The page, after redirects. */
  page(path: string): Promise<string>;
  /** Sends a form with the token of the page that it is on, as a browser does. */
  send(page: string, action: string, fields?: Readonly<Record<string, string>>): Promise<Response>;
  readonly cookies: () => string;
}

/** Somebody without a browser: keeps cookies, follows redirects, sends forms. */
export function createVisitor(base: string): Visitor {
  const jar = new Map<string, string>();
  const get: Visitor['get'] = async (path, init = {}) => {
    const response = await fetch(new URL(path, base), {
      redirect: 'manual',
      ...init,
      headers: { accept: 'text/html', cookie: cookies(), ...init.headers },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(cookie)) {
        jar.delete(name);
      } else {
        jar.set(name, value);
      }
    }
    return response;
  };
  const cookies = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const page: Visitor['page'] = async (path) => {
    let response = await get(path);
    for (let hops = 0; response.status === 303 && hops < 5; hops += 1) {
      response = await get(response.headers.get('location') ?? '/');
    }
    return response.text();
  };
  return {
    get,
    page,
    cookies,
    async send(on, action, fields = {}) {
      const token = /name="_csrf" value="([^"]+)"/.exec(await page(on))?.[1] ?? '';
      return get(action, { method: 'POST', body: new URLSearchParams({ _csrf: token, ...fields }) });
    },
  };
}

/** Signs in at the local identity provider, as the page there does. */
export async function signIn(base: string, role: 'operator' | 'viewer', name: string = role): Promise<Visitor> {
  const visitor = createVisitor(base);
  const start = await visitor.get('/sign-in');
  const asked = new URL(start.headers.get('location') ?? '');
  const form = new URLSearchParams([...asked.searchParams, ['login', name], ['role', role]]);
  const sent = await fetch(new URL('/authorize', localCloud().tokenIssuer.url), {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  const back = await visitor.get(sent.headers.get('location') ?? '');
  if (back.status !== 303) {
    throw new Error(`expected to be let in, got ${back.status}: ${await back.text()}`);
  }
  return visitor;
}
