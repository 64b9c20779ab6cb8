import { type Duration, Names, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  JsonPath,
  LogLevel,
  QueryLanguage,
  StateMachine,
  StateMachineType,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { retriersOf, type WaitingPolicy } from './saga/retriers';
import { routeSaga, type SagaState } from './saga/route';
import { assertSoundSaga } from './saga/soundness';
import type { SagaStep, SagaTask } from './saga/step';
import { StepTask } from './saga/step-task';
import { assertFits, type WorstCase, worstCaseOf } from './saga/worst-case';

export interface SagaProps {
  /** In running order: compensable steps, then at most one pivot, then retriable steps. */
  readonly steps: readonly SagaStep[];

  /**
   * Ends every way that is not the happy one. It finds in the saga's state `failure`, why the saga turned back, and
   * `repair`, what could not be finished. What it answers ends the execution as a success; what it throws, as failed.
   */
  readonly close: SagaTask;

  /**
   * Names of the errors by which a step refuses. Never retried; the refusing step itself is not undone, unless it says
   * so (`calledOff`).
   */
  readonly rejections: readonly string[];

  /**
   * Names of errors that no retry can help. They take the way of any other failure.
   *
   * @default - every error that is not a rejection is retried
   */
  readonly neverRetried?: readonly string[];

  readonly waiting: WaitingPolicy;

  /** Of a whole execution. Reaching it skips every compensation, so the worst case must fit into it. */
  readonly timeout: Duration;

  /** Bound on `timeout`: how long the outside world remembers what the steps rely on, e.g. idempotency keys. */
  readonly mustEndWithin: Duration;

  /**
   * Receives every event of every execution, without its data.
   *
   * @default - a log group of the saga's own, kept for a month
   */
  readonly logGroup?: ILogGroup;
}

/**
 * Runs steps in order, as a Step Functions state machine. When a step refuses, all steps before it are undone in
 * reverse; when it breaks, the step itself is undone first, since a time-out may hide a success.
 *
 * Only tasks become states: a saga that goes well enters as many states as it has steps.
 *
 * @throws when the list of steps is unsound or its worst case does not fit into its time-out
 */
export class Saga extends Construct {
  readonly stateMachine: StateMachine;
  readonly worstCase: WorstCase;

  constructor(scope: Construct, id: string, props: SagaProps) {
    super(scope, id);
    assertSoundSaga(props);
    const states = routeSaga(props);
    this.worstCase = worstCaseOf(states, props.waiting.retry);
    assertFits(this.worstCase, props.timeout);

    this.stateMachine = new StateMachine(this, 'StateMachine', {
      definitionBody: DefinitionBody.fromChainable(this.firstOf(states, props)),
      queryLanguage: QueryLanguage.JSON_PATH,
      stateMachineType: StateMachineType.STANDARD,
      timeout: props.timeout,
      tracingEnabled: true,
      logs: {
        destination: props.logGroup ?? this.createLogGroup(),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
    Validations.of(this.stateMachine.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Log delivery and X-Ray have no resources to name; functions are granted one by one',
    });
  }

  /** Builds and joins the states; they hang below their own node, so that a step may have any name. */
  private firstOf(states: readonly SagaState[], props: SagaProps): StepTask {
    const scope = new Construct(this, 'States');
    const rules = { ...props, neverRetried: props.neverRetried ?? [] };

    const tasks = new Map(
      states.map(({ task, next }) => {
        const state = new StepTask(scope, task.name, {
          action: task.action,
          taskTimeout: Timeout.duration(task.timeout),
          // Steps keep their facts in their own tables; only a last state's answer leaves the execution.
          ...(next === undefined ? {} : { resultPath: JsonPath.DISCARD }),
        });
        for (const retrier of retriersOf(task, rules)) {
          state.addRetry(retrier);
        }
        return [task.name, state];
      }),
    );
    const taskOf = (name: string): StepTask => {
      const task = tasks.get(name);
      if (task === undefined) {
        throw new Error(`the saga leads to a state that it does not have, got '${name}'`);
      }
      return task;
    };

    for (const { task, next, catches } of states) {
      for (const { errors, resultPath, next: handler } of catches) {
        taskOf(task.name).addCatch(taskOf(handler), { errors: [...errors], resultPath });
      }
      if (next !== undefined) {
        taskOf(task.name).next(taskOf(next));
      }
    }
    const [first] = tasks.values();
    if (first === undefined) {
      throw new Error('a saga needs at least one state, got none');
    }
    return first;
  }

  private createLogGroup(): LogGroup {
    return new LogGroup(this, 'Logs', {
      // Under this prefix log groups do not count against the size of the account's log delivery policy.
      logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(this, { maxLength: 64, separator: '-' })}`,
      retention: RetentionDays.ONE_MONTH,
      // The name is fixed, so a group that stayed behind would block the next deployment of the same stack.
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
