import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface Template {
  readonly Resources?: Readonly<Record<string, { readonly Type: string; readonly Properties?: LambdaProperties }>>;
}

interface LambdaProperties {
  readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
}

const templates = (assembly: string): readonly string[] =>
  readdirSync(assembly)
    .filter((file) => file.endsWith('.template.json'))
    .sort()
    .map((file) => readFileSync(path.join(assembly, file), 'utf8'));

/** Equal for equal deployments: a template names each package of code by its hash. */
export const fingerprint = (assembly: string): string =>
  createHash('sha256').update(templates(assembly).join('\n')).digest('hex');

export const functionsWithDatabase = (assembly: string): number =>
  templates(assembly)
    .map((text) => JSON.parse(text) as Template)
    .flatMap(({ Resources }) => Object.values(Resources ?? {}))
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .filter(({ Properties }) => 'DATABASE_HOST' in (Properties?.Environment?.Variables ?? {})).length;
