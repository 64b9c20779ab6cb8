import { Match, Template } from 'aws-cdk-lib/assertions';
import { FailureName } from '../../../lambdas/domain/failures';
import { RejectionName } from '../../../lambdas/domain/rejections';
import { UNDO_STEPS } from '../../../lambdas/domain/undo-steps';
import * as policies from '../../../lib/constructs/order-saga-policies';
import { longestWaitSeconds } from '../../../lib/constructs/saga/retry-policy';
import type { AslState } from '../../support/asl/definition';
import { synthesizeOrderSaga } from '../../support/asl/order-saga';
import { pathsRead } from '../../support/asl/paths-read';
import { definitionErrors } from '../../support/asl/validate';

describe('Order saga, as synthesized', () => {
  const { definition, saga, stack } = synthesizeOrderSaga();
  const template = Template.fromStack(stack);
  const states = Object.entries(definition.States);
  const stateOf = (name: string): AslState => {
    const state = definition.States[name];
    if (state === undefined) {
      throw new Error(`the saga has no state '${name}'`);
    }
    return state;
  };

  it('is valid and has nothing but tasks', () => {
    expect(definitionErrors(definition)).toBe('');
    expect(states.map(([, { Type }]) => Type)).toEqual(states.map(() => 'Task'));
  });

  it('calls at each state the function of that name, and gives it longer than it gives itself', () => {
    const functions = template.findResources('AWS::Lambda::Function');

    for (const [name, { Resource = '', TimeoutSeconds }] of states) {
      const logicalId = Resource.split(':').at(-1) ?? '';
      expect(logicalId).toMatch(new RegExp(`^${name}[0-9A-F]{8}$`));
      expect(TimeoutSeconds).toBeGreaterThan(functions[logicalId]?.['Properties'].Timeout);
    }
  });

  it('has the way back that timelines know', () => {
    const undos = states.map(([name]) => name).filter((name) => /^(Cancel|Refund|Release|Reject)/.test(name));

    expect(undos.sort()).toEqual([...UNDO_STEPS].sort());
  });

  it('reads no path that an earlier state may omit', () => {
    for (const [, state] of states) {
      expect(pathsRead(state)).toEqual(['$$.State.Name', '$$.State.RetryCount', '$']);
    }
  });

  it('lets nothing that a step answers into the saga, and ends with an answer on both ways', () => {
    const ends = states.filter(([, { End }]) => End === true).map(([name]) => name);

    expect(ends).toEqual(['ConfirmOrder', 'RejectOrder']);
    expect(states.filter(([, { ResultPath }]) => ResultPath !== null).map(([name]) => name)).toEqual(ends);
  });

  it('asks the rule for hopeless errors first, then the one for waiting, then the one for the rest', () => {
    for (const [, { Retry = [] }] of states) {
      const [hopeless, waiting, rest, ...more] = Retry;

      expect(hopeless?.ErrorEquals).toEqual(expect.arrayContaining(Object.values(RejectionName)));
      expect(hopeless?.ErrorEquals).toEqual(
        expect.arrayContaining([FailureName.OrderConfirmed, FailureName.NeedsRepair, FailureName.InvalidInput]),
      );
      expect(hopeless?.MaxAttempts).toBe(0);
      expect(waiting?.ErrorEquals).toEqual(
        expect.arrayContaining([FailureName.DependencyUnavailable, 'Lambda.TooManyRequestsException']),
      );
      expect(waiting).toMatchObject({ MaxDelaySeconds: 30, JitterStrategy: 'FULL' });
      expect(rest).toMatchObject({ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' });
      expect(rest?.MaxDelaySeconds).toBeGreaterThan(0);
      expect(more).toEqual([]);
    }
  });

  it('asks every rejection before any other error at each action', () => {
    const all = Object.values(RejectionName);
    const refusals = all.filter((error) => error !== RejectionName.OrderUndone);
    const rejections = { ReserveInventory: all, ChargePayment: refusals, BookShipment: refusals, ConfirmOrder: all };
    for (const [name, expected] of Object.entries(rejections)) {
      const [first, second, ...more] = stateOf(name).Catch ?? [];

      expect(first).toMatchObject({ ErrorEquals: expected, ResultPath: '$.failure' });
      expect(second?.ErrorEquals).toEqual(['States.ALL']);
      expect(more).toEqual([]);
    }
  });

  it('retries the confirmation longest, and compensations longer than actions', () => {
    const [action, compensation, pivot] = [policies.ACTION, policies.COMPENSATION, policies.PIVOT].map(({ retry }) =>
      longestWaitSeconds(retry),
    );

    expect(compensation).toBeGreaterThan(action ?? Number.NaN);
    expect(pivot).toBeGreaterThan(compensation ?? Number.NaN);
  });

  it('can end every way before its own time-out, and that before the payment keys are forgotten', () => {
    expect(saga.worstCase.path).toHaveLength(8);
    expect(saga.worstCase.duration.toSeconds()).toBeLessThan(definition.TimeoutSeconds ?? 0);
    expect(definition.TimeoutSeconds).toBeLessThan(23 * 3_600);
  });

  it('may invoke its eight functions and no version, alias or other function', () => {
    const functions = Object.keys(template.findResources('AWS::Lambda::Function'));
    const [policy, ...more] = Object.values(template.findResources('AWS::IAM::Policy')) as {
      Properties: { PolicyDocument: { Statement: { Action: string | string[]; Resource: unknown }[] } };
    }[];
    const invoking = policy?.Properties.PolicyDocument.Statement.filter(({ Action }) =>
      [Action].flat().some((action) => action.startsWith('lambda:')),
    );

    expect(more).toEqual([]);
    expect(invoking?.map(({ Action }) => Action)).toEqual(functions.map(() => 'lambda:InvokeFunction'));
    expect(new Set(invoking?.map(({ Resource }) => JSON.stringify(Resource)))).toEqual(
      new Set(functions.map((name) => JSON.stringify({ 'Fn::GetAtt': [name, 'Arn'] }))),
    );
  });

  it('records every event without what an order contains, is traced, and forgets its logs', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false, Destinations: [Match.anyValue()] },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: Match.stringLikeRegexp('^/aws/vendedlogs/states/'),
      RetentionInDays: 30,
    });
  });
});
