import { type LocalCloudOptions, startLocalCloud } from '../local-cloud';
import { choosePorts } from '../ports';
import type { LocalCloud } from '../running-cloud';
import type { Call, Fault, FaultSource } from './call';
import type { Detour } from './detour';
import { createFaultScript, type FaultScript } from './fault-script';
import { startHttpDetour } from './http-detour';
import type { HttpFault } from './http-fault';
import { awsServices, carrier, paymentProvider } from './http-services';
import { createInjectionLog, type Injection, type InjectionLog } from './injection-log';
import { startLambdaControl } from './lambda-control';
import type { LambdaFault } from './lambda-fault';
import { startPostgresDetour } from './tcp-detour';
import type { TcpFault } from './tcp-fault';
import { createWorkers, type Workers } from './workers';

/** One point where calls can be disturbed: by a script, or by chance. */
export interface DisturbedPoint<F extends Fault> {
  /** Comes first. */
  readonly script: FaultScript<F>;
  /** Decides over what no rule of the script matches. Initially nothing happens. */
  random: FaultSource<F>;
}

export interface ChaosCloud {
  readonly cloud: LocalCloud;
  readonly lambda: DisturbedPoint<LambdaFault>;
  readonly aws: DisturbedPoint<HttpFault>;
  readonly postgres: DisturbedPoint<TcpFault> & Detour;
  readonly replica: DisturbedPoint<TcpFault> & Detour;
  readonly payment: DisturbedPoint<HttpFault> & Detour;
  readonly carrier: DisturbedPoint<HttpFault> & Detour;
  readonly workers: Workers;
  readonly log: InjectionLog;
  /** Ends every fault that is still to come. What has been done stays done. */
  heal(): Promise<void>;
  close(how: 'stop' | 'discard'): Promise<void>;
}

/** A local cloud with a detour between any two of its parts. Until something is asked for, everything just works. */
export async function startChaosCloud({
  onInjection,
  onCall,
  waitScale,
  ...options
}: Pick<LocalCloudOptions, 'stateDirectory' | 'progress' | 'signal'> & {
  /** @default as elsewhere on the local cloud */
  readonly waitScale?: string;
  readonly onInjection?: (injection: Injection) => void;
  readonly onCall?: (call: Call) => void;
}): Promise<ChaosCloud> {
  const ports = await choosePorts('free', undefined);
  const log = createInjectionLog({ ...(onInjection && { onInjection }), ...(onCall && { onCall }) });
  const workers = createWorkers();
  const met = new Set<string>();
  const point = <F extends Fault>(): DisturbedPoint<F> & { readonly faults: FaultSource<F> } => {
    const disturbed: DisturbedPoint<F> = { script: createFaultScript<F>(met), random: () => undefined };
    return Object.assign(disturbed, {
      faults: log.watch<F>((call) => disturbed.script.take(call) ?? disturbed.random(call)),
    });
  };
  const on = (port: number) => () => `http://127.0.0.1:${port}`;

  const [lambda, aws, postgres, replica, payment, parcels] = [
    point<LambdaFault>(),
    point<HttpFault>(),
    point<TcpFault>(),
    point<TcpFault>(),
    point<HttpFault>(),
    point<HttpFault>(),
  ];
  const [control, awsDetour, postgresDetour, replicaDetour, paymentDetour, carrierDetour] = await Promise.all([
    startLambdaControl({ faults: lambda.faults, workers }),
    startHttpDetour({ to: on(ports.emulator), service: awsServices, faults: aws.faults }),
    startPostgresDetour({
      ...{ point: 'postgres', to: () => ports.postgres, faults: postgres.faults, met },
      onFailed: postgres.script.failed,
    }),
    startPostgresDetour({
      ...{ point: 'replica', to: () => ports.replica, faults: replica.faults, met },
      onFailed: replica.script.failed,
    }),
    startHttpDetour({ to: on(ports.payment), service: paymentProvider, faults: payment.faults }),
    startHttpDetour({ to: on(ports.carrier), service: carrier, faults: parcels.faults }),
  ]);
  const detours = [control, awsDetour, postgresDetour, replicaDetour, paymentDetour, carrierDetour];
  const closeDetours = () => Promise.all(detours.map((detour) => detour.close()));

  try {
    const cloud = await startLocalCloud({
      ...options,
      ports,
      reset: true,
      detours: {
        simulatorsApart: true,
        ...(waitScale === undefined ? {} : { waitScale }),
        ports: {
          postgres: postgresDetour.port,
          replica: replicaDetour.port,
          payment: paymentDetour.port,
          carrier: carrierDetour.port,
        },
        functionVariables: {
          AWS_ENDPOINT_URL: `http://127.0.0.1:${awsDetour.port}`,
          ORDER_WORKFLOW_CHAOS: `http://127.0.0.1:${control.port}`,
        },
      },
    });
    return {
      cloud,
      lambda,
      aws,
      postgres: Object.assign(postgres, postgresDetour),
      replica: Object.assign(replica, replicaDetour),
      payment: Object.assign(payment, paymentDetour),
      carrier: Object.assign(parcels, carrierDetour),
      workers,
      log,
      async heal() {
        for (const disturbed of [lambda, aws, postgres, replica, payment, parcels]) {
          disturbed.script.clear();
          disturbed.random = () => undefined;
        }
        await Promise.all(detours.map((detour) => detour.up()));
      },
      async close(how) {
        await cloud[how]();
        await closeDetours();
      },
    };
  } catch (error) {
    await closeDetours();
    throw error;
  }
}
