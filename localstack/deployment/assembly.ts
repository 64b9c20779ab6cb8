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

export const functionsWithDatabase = (assembly: string): number =>
  templates(assembly)
    .map((text) => JSON.parse(text) as Template)
    .flatMap(({ Resources }) => Object.values(Resources ?? {}))
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .filter(({ Properties }) => 'DATABASE_HOST' in (Properties?.Environment?.Variables ?? {})).length;
