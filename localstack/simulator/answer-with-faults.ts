import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer';
import type { FaultRule } from './fault-script';
import type { ApiCall, Breakage, SimulatedApi } from './simulated-api';

/** What reaches the caller: an answer, silence until it gives up, or a connection that breaks. */
export type Delivery = Answer | 'silence' | 'reset';

/** Lets a call happen as the rule wants it. Without a rule it just works. */
export async function answerWithFaults(
  call: ApiCall,
  rule: FaultRule | undefined,
  api: SimulatedApi,
): Promise<Delivery> {
  const execute = (breakage: Breakage = 'none') =>
    call.execute({ breakage, meanwhile: rule?.delayMs ? sleep(rule.delayMs) : Promise.resolve() });

  switch (rule?.fault) {
    case undefined:
      return execute();
    case 'timeout-before':
      return 'silence';
    case 'timeout-after':
      await execute();
      return 'silence';
    case 'effect-later':
      void sleep(rule?.delayMs ?? 0, undefined, { ref: false }).then(() =>
        call.execute({ breakage: 'none', meanwhile: Promise.resolve() }),
      );
      return 'silence';
    case 'error-500-before':
      return api.failure(500);
    case 'error-500-stored':
      return execute('fails-and-remembers');
    case 'error-500-after':
      return execute('works-and-fails');
    case 'status-409':
      return api.failure(409);
    case 'status-429':
      return { ...api.failure(429), headers: { 'retry-after': '1' } };
    case 'status-503':
      return api.failure(503);
    case 'malformed':
      return { ...(await execute()), body: '<html>Bad Gateway</html>' };
    case 'altered':
      return altered(await execute(), rule?.alter ?? {});
    case 'refused':
      return execute('refuses');
    case 'reset':
      return 'reset';
    case 'reset-after':
      await execute();
      return 'reset';
  }
}

const altered = (answer: Answer, alter: Readonly<Record<string, unknown>>): Answer =>
  typeof answer.body === 'string' ? answer : { ...answer, body: { ...answer.body, ...alter } };
