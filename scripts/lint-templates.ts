import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { definitionsOf } from '../test/support/asl/definition';
import { definitionErrors } from '../test/support/asl/validate';
import { composeExample, EXAMPLE_STAGES, type ExampleStage } from './facts/example-stages';
import { scriptCommand } from './script-command';

/*
 * Holds every template against cfn-lint and every state machine against the Amazon States Language.
 *
 *   npm run lint:templates
 *
 * cfn-lint lives in a Python environment of its own, `.venv/lint`, made on first use.
 */

const ROOT = path.join(__dirname, '..');
const REQUIREMENTS = path.join(__dirname, 'requirements-lint.txt');
const ENVIRONMENT = path.join(ROOT, '.venv', 'lint');

/** The library writes out dependencies that CloudFormation would find by itself; that is no mistake of a template. */
const IGNORED_CHECKS = ['W3005'];

const run = (command: string, ...args: readonly string[]): void => {
  execFileSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
};

/** Path of cfn-lint in the version that is asked for. */
function installedCfnLint(): string {
  const wanted = readFileSync(REQUIREMENTS, 'utf8');
  // Written last, so that an installation which was interrupted is made anew.
  const installed = path.join(ENVIRONMENT, 'installed.txt');
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== wanted) {
    console.error(`installing ${wanted.trim()} into ${path.relative(ROOT, ENVIRONMENT)}`);
    rmSync(ENVIRONMENT, { recursive: true, force: true });
    run('python3', '-m', 'venv', ENVIRONMENT);
    run(path.join(ENVIRONMENT, 'bin', 'pip'), 'install', '--quiet', '--requirement', REQUIREMENTS);
    writeFileSync(installed, wanted);
  }
  return path.join(ENVIRONMENT, 'bin', 'cfn-lint');
}

/** Writes the templates of a stage, and answers what is wrong with its state machines. */
function checkDefinitions(name: ExampleStage, outdir: string): { templates: string[]; errors: string[] } {
  const { app, stacks } = composeExample(name, outdir);
  const all = [stacks.data, stacks.workflow, ...(stacks.console === undefined ? [] : [stacks.console])];
  const errors = all.flatMap((stack) =>
    stack.node
      .findAll()
      .filter((construct) => construct instanceof StateMachine)
      .map((machine) => ({ path: machine.node.path, error: definitionErrors(definitionsOf(stack)(machine)) }))
      .filter(({ error }) => error !== '')
      .map(({ path: at, error }) => `${at}: ${error}`),
  );
  app.synth();
  return { templates: all.map(({ templateFile }) => path.join(outdir, templateFile)), errors };
}

scriptCommand('lint:templates').parse();
const folder = mkdtempSync(path.join(tmpdir(), 'templates-'));
try {
  const checked = (Object.keys(EXAMPLE_STAGES) as ExampleStage[]).map((name) =>
    checkDefinitions(name, path.join(folder, name)),
  );
  const errors = checked.flatMap((stage) => stage.errors);
  if (errors.length > 0) {
    throw new Error(`not valid in the Amazon States Language:\n${errors.join('\n')}`);
  }
  const templates = checked.flatMap((stage) => stage.templates);
  run(installedCfnLint(), '--ignore-checks', ...IGNORED_CHECKS, '--', ...templates);
  console.log(`${templates.length} templates and their state machines are sound`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
