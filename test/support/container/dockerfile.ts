import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type Arg,
  DockerfileParser,
  type Flag,
  type From,
  type Instruction,
  type JSONInstruction,
  type PropertyInstruction,
} from 'dockerfile-ast';

const ROOT = path.join(__dirname, '../../..');
/** What the image is built from: what `docker build` is given, and what it is told. */
export const CONTEXT = ROOT;
export const DOCKERFILE = path.join(ROOT, 'console/Dockerfile');

export interface Step {
  readonly keyword: string;
  readonly flags: Readonly<Record<string, string>>;
  /** The words of an exec form, or those of a line. */
  readonly words: readonly string[];
  readonly isExec: boolean;
  /** Of `ENV`, `LABEL` and `ARG`. */
  readonly properties: Readonly<Record<string, string>>;
}

export interface BuildStage {
  readonly name: string | undefined;
  readonly image: string;
  readonly steps: readonly Step[];
}

export interface Dockerfile {
  /** Defaults of what a build may set, in front of the first stage. */
  readonly globals: Readonly<Record<string, string>>;
  readonly stages: readonly BuildStage[];
}

/** What a Dockerfile says, stage by stage, with the variables in names of images replaced by their defaults. */
export function parseDockerfile(text: string): Dockerfile {
  const globals: Record<string, string> = {};
  const stages: { name: string | undefined; image: string; steps: Step[] }[] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const stage = stages.at(-1);
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') {
      const from = instruction as From;
      const image = (from.getImage() ?? '').replace(/\$\{(\w+)\}/g, (_, name: string) => globals[name] ?? '');
      stages.push({ name: from.getBuildStage() ?? undefined, image, steps: [] });
    } else if (stage === undefined) {
      const property = (instruction as Arg).getProperty();
      globals[property?.getName() ?? ''] = property?.getValue() ?? '';
    } else {
      stage.steps.push(stepOf(instruction));
    }
  }
  return { globals, stages };
}

export const consoleDockerfile = (): Dockerfile => parseDockerfile(readFileSync(DOCKERFILE, 'utf8'));

function stepOf(instruction: Instruction): Step {
  const { getJSONStrings, getFlags, getProperties } = instruction as Partial<JSONInstruction & PropertyInstruction>;
  const flags: readonly Flag[] = getFlags?.call(instruction) ?? [];
  const strings = getJSONStrings?.call(instruction).map((argument) => argument.getJSONValue()) ?? [];
  const properties = getProperties?.call(instruction) ?? [];
  const keyword = instruction.getKeyword();
  const words = instruction.getArguments().map((argument) => argument.getValue());
  // The parser knows the form of a command, and not that of the command inside a health check.
  const check = keyword === 'HEALTHCHECK' && words[1]?.startsWith('[') ? JSON.parse(words.slice(1).join(' ')) : [];
  const exec: readonly string[] = [...strings, ...check];
  return {
    keyword,
    flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ''])),
    words: exec.length > 0 ? exec : words,
    isExec: exec.length > 0,
    properties: Object.fromEntries(properties.map((property) => [property.getName(), property.getValue() ?? ''])),
  };
}
