/**
 * A Lambda custom runtime for Node: takes invocations from the Lambda Runtime API and gives them to the handler.
 *
 * The emulator's own Node runtime reports every thrown error under one name, so a state machine could not tell a
 * refusal from an outage. This one speaks the documented protocol, and errors, crashes and traces are right.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html; shapes and exit codes as in
 * https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
 */
const module_ = require('node:module');
const { createContext } = require('./context');
const { describeError } = require('./describe-error');
const { exitWithParent } = require('./exit-with-parent');
const { loadHandler } = require('./load-handler');
const { createRuntimeApi } = require('./runtime-api');
const { createTracing } = require('./tracing');

const EXIT_CODE = { initFailed: 1, unhandledRejection: 128, uncaughtException: 129, apiGone: 130, neverSettled: 13 };

const runtimeApi = createRuntimeApi(process.env.AWS_LAMBDA_RUNTIME_API);
/** Only an experiment sets the variable; without one its code is not even loaded. */
const control = process.env.ORDER_WORKFLOW_CHAOS;
const api = control ? require('./chaos').disturbed(runtimeApi, control) : runtimeApi;
const tracing = createTracing(process.env.AWS_XRAY_DAEMON_ADDRESS, process.env.AWS_LAMBDA_FUNCTION_NAME);
/** The request that the handler is working on: what breaks outside of its promise is reported there. */
let requestId;

async function main() {
  exitWithParent();
  process.on('uncaughtException', (error) => crash(describeError(error), EXIT_CODE.uncaughtException));
  process.on('unhandledRejection', (reason) =>
    crash(
      { ...describeError(reason), errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: String(reason) },
      EXIT_CODE.unhandledRejection,
    ),
  );
  process.on('beforeExit', () =>
    crash(
      { errorType: 'Runtime.NodeJsExit', errorMessage: 'the handler awaits a promise that never settles', trace: [] },
      EXIT_CODE.neverSettled,
    ),
  );

  const handler = await initialize();
  for (;;) {
    await serve(handler, await next());
  }
}

async function initialize() {
  try {
    // As Lambda says it: a cold start is measured only where one was not paid for in advance.
    process.env.AWS_LAMBDA_INITIALIZATION_TYPE ??= 'on-demand';
    const handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
    // Environments end by a signal, which would lose what V8 compiled: the next cold start reuses it from here.
    module_.flushCompileCache?.();
    return handler;
  } catch (error) {
    console.error(error);
    await api.initError(describeError(error)).catch(() => undefined);
    process.exit(EXIT_CODE.initFailed);
  }
}

async function next() {
  try {
    return await api.next();
  } catch {
    process.exit(EXIT_CODE.apiGone);
  }
}

async function serve(handler, invocation) {
  requestId = invocation.requestId;
  const segment = tracing.begin(invocation.traceId, invocation);
  setTrace(segment.header);
  let answer;
  try {
    const result = await handler(invocation.event, createContext(invocation));
    const body = JSON.stringify(result === undefined ? null : result);
    answer = () => api.response(invocation.requestId, body);
    segment.end(false);
  } catch (error) {
    answer = () => api.error(invocation.requestId, describeError(error));
    segment.end(true);
  }
  try {
    await answer();
  } catch {
    // The emulator ended this environment, or is gone itself: nobody waits for further work here.
    process.exit(EXIT_CODE.apiGone);
  }
  requestId = undefined;
}

/** An environment serves one invocation at a time, so a process-wide variable is the invocation's own. */
function setTrace(traceId) {
  if (traceId === undefined) {
    delete process.env._X_AMZN_TRACE_ID;
  } else {
    process.env._X_AMZN_TRACE_ID = traceId;
  }
}

function crash(description, exitCode) {
  console.error(JSON.stringify(description));
  const report = requestId === undefined ? api.initError(description) : api.error(requestId, description);
  report.catch(() => undefined).finally(() => process.exit(exitCode));
}

void main();
