import { type ChaosCloud, startChaosCloud } from '../../../localstack/chaos/chaos-cloud';
import { createProgress } from '../../../localstack/progress';
import type { Call, Reply } from './remote-chaos';

/** What runs in a process of its own: a local cloud cannot be started from within jest, which has no ESM packages. */
async function main([stateDirectory = '']: readonly string[]): Promise<void> {
  const cut = new AbortController();
  const cutShort = (): void => cut.abort();
  process.on('disconnect', cutShort);
  const invocations: Invocation[] = [];
  const chaos = await startChaosCloud({
    stateDirectory,
    progress: createProgress(),
    signal: cut.signal,
    onCall: ({ point, name, text }) => {
      if (point === 'lambda') {
        invocations.push({ at: Date.now(), name, text });
      }
    },
  });
  process.off('disconnect', cutShort);
  process.on('disconnect', () => void close(chaos));
  process.on('message', (call: Call) => {
    answer(chaos, invocations, call).then(
      (result) => reply({ id: call.id, result }),
      (error) => reply({ id: call.id, error: String(error) }),
    );
  });
  reply({ id: 0, result: chaos.cloud.endpoints });
}

interface Invocation {
  readonly at: number;
  readonly name: string;
  readonly text: string;
}

const reply = (message: Reply): void => {
  process.send?.(message);
};

async function answer(chaos: ChaosCloud, invocations: readonly Invocation[], call: Call): Promise<unknown> {
  switch (call.method) {
    case 'disturb':
      // Which rules fit which point was checked by the compiler on the other side.
      (chaos[call.point].script.add as (...rules: readonly unknown[]) => void)(...call.rules);
      return undefined;
    case 'unmet':
      return [chaos.lambda, chaos.aws, chaos.postgres, chaos.payment, chaos.carrier].flatMap(({ script }) =>
        script.unmet().map((rule): unknown => rule),
      );
    case 'invocations':
      return invocations
        .filter(({ name, text }) => name === call.of && text.includes(call.orderId))
        .map(({ at }) => at);
    case 'killPostgres':
      return chaos.cloud.postgres.kill();
    case 'restartPostgres':
      return chaos.cloud.postgres.restart();
    case 'takeReplicaAway':
      return chaos.replica.down();
    case 'bringReplicaBack':
      return chaos.replica.up();
    case 'killWorkers':
      return chaos.workers.kill();
  }
}

async function close(chaos: ChaosCloud): Promise<void> {
  await chaos.close('discard');
  process.exit(0);
}

void main(process.argv.slice(2));
