import { SIMULATORS, type SimulatorName } from './simulators';

/** A simulator that has this process for itself: `run-simulator.ts payment 4242 payment.jsonl`. SIGTERM ends it. */
async function main([name, port, stateFile = '']: readonly string[]): Promise<void> {
  const running = await SIMULATORS[name as SimulatorName]({ stateFile }).listen(Number(port));
  process.once('SIGTERM', () => {
    running.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  });
}

function fail(error: unknown): never {
  console.error(error);
  process.exit(1);
}

main(process.argv.slice(2)).catch(fail);
