import { overBudget } from './facts/budgets';
import { collectFacts } from './facts/facts';
import { scriptCommand } from './script-command';

/*
 * Prints, as JSON, what can be counted of the app without deploying it.
 *
 *   npm run -s facts               prints the facts
 *   npm run -s facts -- --check    fails when one is over its budget (budgets.json), and says which
 */

const { check } = scriptCommand('facts')
  .option('--check', 'exit with 1 when one is over its budget')
  .parse()
  .opts<{ check?: true }>();

const facts = collectFacts();
console.log(JSON.stringify(facts, null, 2));

if (check) {
  const grown = overBudget(facts);
  if (grown.length > 0) {
    console.error(
      `Over budget; make it smaller, or raise the budget in budgets.json and say why:\n${grown.map((line) => `  ${line}\n`).join('')}`,
    );
    process.exitCode = 1;
  }
}
