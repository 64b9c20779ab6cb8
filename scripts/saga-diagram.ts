import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AslDefinition, AslState } from '../test/support/asl/definition';
import { synthesizeOrderSaga } from '../test/support/asl/order-saga';
import { scriptCommand } from './script-command';

/*
 * Draws the order saga from its synthesized definition, so that the picture cannot differ from what is deployed.
 *
 *   npm run diagram               writes docs/diagrams/order-saga.md
 *   npm run diagram -- --check    fails when that file is stale
 */

export const DIAGRAM_FILE = path.join(__dirname, '..', 'docs', 'diagrams', 'order-saga.md');

/** The page with the diagram of a definition, in Mermaid. */
export const renderDiagram = (definition: AslDefinition): string => `# The order saga

Generated from the synthesized state machine by \`scripts/saga-diagram.ts\`; do not edit.

Unlabelled arrows are success. A step that is *refused* took no effect, so the steps before it are undone; one that
*breaks* may have taken effect, so it is undone too. An undo that fails for good is left to an operator, and the
remaining ones run all the same.

\`\`\`mermaid
stateDiagram-v2
  [*] --> ${definition.StartAt}
${Object.entries(definition.States)
  .flatMap(([name, state]) => arrowsOf(name, state))
  .map((arrow) => `  ${arrow}`)
  .join('\n')}
\`\`\`
`;

function arrowsOf(name: string, { Next, Catch = [] }: AslState): readonly string[] {
  const whateverHappens = Catch.some((catcher) => catcher.Next === Next);
  const onSuccess = `${name} --> ${Next ?? '[*]'}${whateverHappens ? ': also when it fails for good' : ''}`;
  const onError = Catch.filter((catcher) => catcher.Next !== Next).map(
    (catcher) => `${name} --> ${catcher.Next}: ${labelOf(catcher)}`,
  );
  return [onSuccess, ...onError];
}

function labelOf({ ErrorEquals, ResultPath = '' }: NonNullable<AslState['Catch']>[number]): string {
  if (ResultPath.startsWith('$.repair')) {
    return 'outcome unknown';
  }
  return ErrorEquals.includes('States.ALL') ? 'breaks' : 'refused';
}

function main(): void {
  const { check } = scriptCommand('diagram')
    .option('--check', 'write nothing, and exit with 1 when the page is stale')
    .parse()
    .opts<{ check?: true }>();
  const diagram = renderDiagram(synthesizeOrderSaga().definition);
  if (!check) {
    mkdirSync(path.dirname(DIAGRAM_FILE), { recursive: true });
    writeFileSync(DIAGRAM_FILE, diagram);
  } else if (readFileSync(DIAGRAM_FILE, 'utf8') !== diagram) {
    console.error('docs/diagrams/order-saga.md is stale: run npm run diagram');
    process.exitCode = 1;
  }
}

if (require.main === module) {
  main();
}
