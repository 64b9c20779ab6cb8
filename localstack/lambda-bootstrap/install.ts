import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const RUNTIME_FOLDER = 'local-runtime';

/**
 * Puts the runtime into a function's package: the emulator looks for an executable `bootstrap` there, and not in
 * layers. `nodePath` is the absolute path of the Node binary that is to run the function.
 */
export function installBootstrap(directory: string, nodePath: string): void {
  cpSync(path.join(__dirname, 'runtime'), path.join(directory, RUNTIME_FOLDER), { recursive: true });
  writeFileSync(path.join(directory, 'bootstrap'), bootstrapScript(nodePath), { mode: 0o755 });
}

/**
 * `exec`, so that the emulator's signals reach Node itself. In an experiment, where most functions are young and have
 * errors to tell, none reads source maps: that costs each of them as much as its start.
 */
const bootstrapScript = (nodePath: string): string => `#!/bin/sh
export NODE_COMPILE_CACHE="\${TMPDIR:-/tmp}/node-compile-cache"
exec ${quoted(nodePath)} --enable-source-maps \${ORDER_WORKFLOW_CHAOS:+--no-enable-source-maps} "$LAMBDA_TASK_ROOT/${RUNTIME_FOLDER}/main.js"
`;

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
