/** What the Runtime API wants to know of a throw. Step Functions matches `errorType`. */
function describeError(error) {
  if (error instanceof Error || isErrorOfAnotherRealm(error)) {
    return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

const isErrorOfAnotherRealm = (error) => Object.prototype.toString.call(error) === '[object Error]';

module.exports = { describeError };
