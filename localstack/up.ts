import { Command } from 'commander';
import { addLocalCloudOptions, localCloudOptions } from './options';
import { createProgress } from './progress';
import { runLocalCloud, untilAborted } from './run-local-cloud';
import { welcome } from './welcome';

/** `npm run up`: the local cloud, and nothing else, until Ctrl-C. */
async function main(): Promise<void> {
  const command = addLocalCloudOptions(new Command('npm run up --'))
    .description('starts the local cloud and keeps it up until Ctrl-C')
    .parse();
  process.exitCode = await runLocalCloud(
    { ...localCloudOptions(command), hasConsole: true, progress: createProgress() },
    async ({ endpoints }, signal) => {
      console.log(welcome(endpoints));
      await untilAborted(signal);
      return 0;
    },
  );
}

void main();
