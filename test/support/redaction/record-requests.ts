import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { STATE_VARIABLE } from '../local-cloud';
import { CONFIDENTIAL_FILE, confidentialIn } from './confidential';

/**
 * Runs before each test file that talks to the shared local cloud: writes down what is confidential in every request
 * that a test sends, so that the end of the run can look for it where it must not be.
 */
const stateDirectory = process.env[STATE_VARIABLE];
const send = globalThis.fetch;

if (stateDirectory !== undefined) {
  const file = path.join(stateDirectory, CONFIDENTIAL_FILE);
  globalThis.fetch = (input, init) => {
    const found = confidentialIn({
      authorization: new Headers(init?.headers).get('authorization') ?? undefined,
      body: typeof init?.body === 'string' ? init.body : undefined,
    });
    if (found.length > 0) {
      appendFileSync(file, found.map((value) => `${JSON.stringify(value)}\n`).join(''));
    }
    return send(input, init);
  };
}
