import { runningCloud, withStateDirectory } from '../bin/cli/running-cloud';
import { STATE_VARIABLE } from '../test/support/local-cloud';
import { placeOrders } from './captures/place-orders';
import { takePictures } from './captures/take-pictures';
import { writeStories } from './captures/write-stories';
import { scriptCommand } from './script-command';

/*
 * Makes what the documents show of a running local cloud: what trace, timeline, logs and metrics say of three orders
 * (docs/captures.md, and in short the README), and pictures of the console (docs/images). Needs Chromium, and `npm start` in another terminal.
 *
 *   npm run captures [-- --state-directory DIR]
 */
async function main(): Promise<void> {
  const command = withStateDirectory(scriptCommand('captures')).parse();
  const endpoints = runningCloud(command.opts());
  if (endpoints.console === undefined) {
    throw new Error('the local cloud runs without its console: start it by `npm start`');
  }
  process.env[STATE_VARIABLE] = endpoints.stateDirectory;
  const orders = await placeOrders(endpoints);
  await writeStories(orders);
  await takePictures(endpoints.console, orders);
}

void main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
