const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');

/** An experiment that does not answer disturbs nothing. */
const ASK_TIMEOUT_MS = 5_000;

/** Longer than any function may run, and no longer than the environment that waits is of any use. */
const FOR_EVER_MS = 900_000;

/**
 * Lets an experiment disturb the invocations of this environment. It is asked once for each and answers with a
 * `LambdaFault` (`localstack/chaos/lambda-faults.ts`) or with nothing. Delay, error and answer are the three actions
 * that AWS FIS has for Lambda, with its names; those that kill the process are what it has none for.
 *
 * Source: https://docs.aws.amazon.com/fis/latest/userguide/use-lambda-actions.html
 *
 * @param api the client of the Runtime API, which is all that an invocation comes and goes by
 * @param control where the experiment listens
 */
function disturbed(api, control) {
  leadQueuesThroughDetour(process.env);
  const ask = createAsk(control);
  let fault = {};

  return {
    ...api,

    async next() {
      for (;;) {
        const invocation = await api.next();
        fault = await ask(invocation);
        if (fault.kind === 'invocation-add-delay') {
          await sleep(fault.startupDelayMilliseconds);
        }
        if (fault.kind === 'kill-before-call') {
          die();
        }
        if (!fault.preventExecution) {
          return invocation;
        }
        await (fault.kind === 'invocation-error'
          ? api.error(invocation.requestId, injectedError())
          : api.response(invocation.requestId, JSON.stringify(fault.answer)));
      }
    },

    async response(requestId, body) {
      await beforeAnswer();
      await (fault.kind === 'invocation-error'
        ? api.error(requestId, injectedError())
        : api.response(requestId, fault.answer === undefined ? body : JSON.stringify(fault.answer)));
      afterAnswer();
    },

    async error(requestId, description) {
      await beforeAnswer();
      await api.error(requestId, description);
      afterAnswer();
    },
  };

  async function beforeAnswer() {
    if (fault.kind === 'kill-after-effect') {
      die();
    }
    if (fault.kind === 'drop-answer') {
      await sleep(FOR_EVER_MS);
    }
  }

  function afterAnswer() {
    if (fault.kind === 'kill-after-answer') {
      die();
    }
  }
}

/** As a crash: nothing is flushed, nothing is caught, nobody is told. */
const die = () => process.kill(process.pid, 'SIGKILL');

const injectedError = () => ({ errorType: 'InjectedError', errorMessage: 'an experiment wanted this', trace: [] });

function createAsk(control) {
  const agent = new http.Agent({ keepAlive: true });
  return ({ requestId, event }) => {
    const { promise, resolve } = Promise.withResolvers();
    const request = http.request(control, { agent, method: 'POST', timeout: ASK_TIMEOUT_MS }, async (response) => {
      const chunks = await response.toArray().catch(() => []);
      resolve(parse(Buffer.concat(chunks).toString('utf8')));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve({}));
    const name = process.env.POWERTOOLS_SERVICE_NAME ?? process.env.AWS_LAMBDA_FUNCTION_NAME;
    request.end(JSON.stringify({ function: name, requestId, event, pid: process.pid, parent: process.ppid }));
    return promise;
  };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Clients of SQS call the host of a queue's address, whatever the endpoint of all other services is. */
function leadQueuesThroughDetour(env) {
  const emulator = `http://127.0.0.1:${env.GATEWAY_PORT}/`;
  for (const [name, value] of Object.entries(env)) {
    if (name.endsWith('_URL') && value.startsWith(emulator)) {
      env[name] = new URL(value.slice(emulator.length), env.AWS_ENDPOINT_URL).href;
    }
  }
}

module.exports = { disturbed };
