const { existsSync } = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

/**
 * Finds the function that `_HANDLER` names, e.g. `index.handler` is the export `handler` of `index.js`.
 * Error names as in AWS's runtime, since they reach the caller.
 *
 * @throws Runtime.MalformedHandlerName, Runtime.ImportModuleError, Runtime.HandlerNotFound, or what the module throws
 */
async function loadHandler(taskRoot, handler) {
  const dot = handler.lastIndexOf('.');
  if (dot < 1) {
    throw named('Runtime.MalformedHandlerName', `bad handler '${handler}', expected 'file.export'`);
  }
  const [modulePath, name] = [handler.slice(0, dot), handler.slice(dot + 1)];
  const exported = (await load(path.resolve(taskRoot, modulePath), handler))[name];
  if (typeof exported !== 'function') {
    throw named('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (exported.length >= 3) {
    throw named('Runtime.CallbackHandlerDeprecated', `${handler} takes a callback, which Node 24 on Lambda does not`);
  }
  return exported;
}

async function load(base, handler) {
  const file = [`${base}.js`, `${base}.cjs`, `${base}.mjs`].find((candidate) => existsSync(candidate));
  if (file === undefined) {
    throw named('Runtime.ImportModuleError', `cannot find the module of handler '${handler}'`);
  }
  return file.endsWith('.mjs') ? import(pathToFileURL(file).href) : require(file);
}

const named = (name, message) => Object.assign(new Error(message), { name });

module.exports = { loadHandler };
