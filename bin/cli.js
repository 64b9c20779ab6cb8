#!/usr/bin/env node
// Plain JavaScript, so that `npx order-workflow` works right after `npm ci`: the rest is TypeScript.
require('tsx/cjs');
require('./cli/main.ts');
