const http = require('node:http');

const VERSION = '2018-06-01';

/** Client of the Lambda Runtime API. Every method rejects when the API is gone or does not accept the call. */
function createRuntimeApi(address) {
  // One kept connection: `next` waits on it between invocations, without a time-out, as the protocol asks for.
  const agent = new http.Agent({ keepAlive: true });

  async function call(method, path, body, headers = {}) {
    const { promise, resolve, reject } = Promise.withResolvers();
    const [host, port] = address.split(':');
    const request = http.request(
      { agent, host, port, method, path: `/${VERSION}/runtime/${path}`, headers },
      (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, text: text(chunks) }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
    const response = await promise;
    if (response.status < 200 || response.status > 299) {
      throw new Error(`the runtime API answered ${response.status} to ${method} ${path}`);
    }
    return response;
  }

  const report = (path, description) =>
    call('POST', path, JSON.stringify(description), {
      'Content-Type': 'application/vnd.aws.lambda.error+json',
      'Lambda-Runtime-Function-Error-Type': description.errorType,
    });

  return {
    async next() {
      const { headers, text } = await call('GET', 'invocation/next');
      return {
        requestId: headers['lambda-runtime-aws-request-id'],
        deadlineMs: Number(headers['lambda-runtime-deadline-ms']),
        functionArn: headers['lambda-runtime-invoked-function-arn'] ?? '',
        traceId: headers['lambda-runtime-trace-id'],
        event: JSON.parse(text),
      };
    },
    response: (requestId, body) => call('POST', `invocation/${requestId}/response`, body),
    error: (requestId, description) => report(`invocation/${requestId}/error`, description),
    initError: (description) => report('init/error', description),
  };
}

const text = (chunks) => Buffer.concat(chunks).toString('utf8');

module.exports = { createRuntimeApi };
