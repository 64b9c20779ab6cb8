import { type App, Aspects, type Environment, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { keepNoLogForEver } from '../constructs/log-retention';
import { TellAboutAlarms } from '../constructs/order-observability/tell-about-alarms';
import { provisionNoAlarms } from '../constructs/order-observability/unprovisioned-alarms';
import { assertSoundStage, type CloudStage, type Stage } from '../stage';
import { OrderConsoleStack } from './order-console-stack';
import { OrderDataStack } from './order-data-stack';
import { OrderWorkflowStack } from './order-workflow-stack';

export interface OrderStacks {
  readonly data: OrderDataStack;
  readonly workflow: OrderWorkflowStack;
  /** Where the stage asks for one. */
  readonly console: OrderConsoleStack | undefined;
}

/**
 * Adds everything that a stage consists of. In the cloud a finding of cdk-nag that nobody has acknowledged ends the
 * synthesis; the local cloud has nothing to protect and starts faster without.
 *
 * @throws when the stage could not be trusted with real orders
 */
export function composeStacks(app: App, stage: Stage): OrderStacks {
  assertSoundStage(stage);
  const cloud = stage.kind === 'cloud' ? stage : undefined;
  const shared = { stage, ...(cloud === undefined ? {} : { env: environmentOf(cloud) }) };

  const data = new OrderDataStack(app, `${stage.name}-order-data`, {
    ...shared,
    description: 'Orders: what must survive',
    terminationProtection: cloud?.production ?? false,
  });
  const workflow = new OrderWorkflowStack(app, `${stage.name}-order-workflow`, {
    ...shared,
    description: 'Orders: what carries them through',
    data,
  });
  const settings = cloud?.console;
  const console =
    cloud === undefined || settings === undefined
      ? undefined
      : new OrderConsoleStack(app, `${stage.name}-order-console`, {
          ...shared,
          ...{ stage: cloud, settings, data, workflow },
          description: 'Orders: where operators look at them',
        });

  if (data.alarms !== undefined) {
    Aspects.of(app).add(new TellAboutAlarms(data.alarms));
  }
  if (stage.kind === 'local') {
    provisionNoAlarms(app);
  }
  keepNoLogForEver(app);
  if (cloud !== undefined) {
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  }
  return { data, workflow, console };
}

/** Without credentials neither is known, and the templates fit any account and region. */
function environmentOf({ account, region }: CloudStage): Environment {
  return { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
}
