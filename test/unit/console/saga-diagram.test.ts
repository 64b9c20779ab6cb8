import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { sagaDefinitionSchema } from '../../../console/orders/saga-definition';
import { sagaDiagram } from '../../../console/orders/saga-diagram';
import { layOut } from '../../../console/orders/saga-layout';
import { walkOf } from '../../../console/orders/saga-walk';
import { synthesizeOrderSaga } from '../../support/asl/order-saga';

const NOW = new Date('2026-01-01T00:01:00Z');
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
let id = 0;
const event = (type: string, second: number, more: Partial<HistoryEvent> = {}): HistoryEvent => {
  id += 1;
  return { id, type: type as NonNullable<HistoryEvent['type']>, timestamp: at(second), ...more };
};
const entered = (name: string, second: number) =>
  event('TaskStateEntered', second, { stateEnteredEventDetails: { name } });

/** Each kind of event has its error in a place of its own. */
const failure = (error: string): Partial<HistoryEvent> => ({
  taskFailedEventDetails: { resourceType: 'lambda', resource: 'invoke', error },
  lambdaFunctionFailedEventDetails: { error },
});

describe('The picture of a saga', () => {
  const definition = sagaDefinitionSchema.parse(synthesizeOrderSaga().definition);
  const layout = layOut(definition);

  it('puts doing on the left from top to bottom, and each undo beside what it undoes', () => {
    const rows = (side: 'do' | 'undo') =>
      layout.states
        .filter((state) => state.side === side)
        .sort((a, b) => a.row - b.row)
        .map(({ name, row }) => `${row} ${name}`);
    expect(rows('do')).toEqual(['1 ReserveInventory', '2 ChargePayment', '3 BookShipment', '4 ConfirmOrder']);
    expect(rows('undo')).toEqual(['0 RejectOrder', '1 ReleaseInventory', '2 RefundPayment', '3 CancelShipment']);
  });

  it('draws every state and every way of the definition, at places of their own', () => {
    const places = layout.states.map(({ side, row }) => `${side} ${row}`);
    expect(new Set(places).size).toBe(Object.keys(definition.States).length);
    for (const { from, to } of layout.ways) {
      expect(layout.states.map(({ name }) => name)).toEqual(expect.arrayContaining([from, to]));
    }
  });

  it('lights the way that was taken: AWS and the emulator name attempts differently', () => {
    for (const [scheduled, failed, succeeded] of [
      ['LambdaFunctionScheduled', 'LambdaFunctionFailed', 'LambdaFunctionSucceeded'],
      ['TaskScheduled', 'TaskFailed', 'TaskSucceeded'],
    ] as const) {
      const walk = walkOf([
        entered('ReserveInventory', 0),
        event(scheduled, 0),
        event(failed, 1, failure('Lambda.Unknown')),
        event(scheduled, 2),
        event(succeeded, 3),
        event('TaskStateExited', 3),
        entered('ChargePayment', 3),
        event(scheduled, 3),
        event(failed, 4, failure('PaymentDeclinedError')),
        event('TaskStateExited', 4),
        entered('ReleaseInventory', 4),
        event(scheduled, 4),
      ]);

      expect(walk.visits.map(({ state, attempts, error }) => [state, attempts, error])).toEqual([
        ['ReserveInventory', 2, undefined],
        ['ChargePayment', 1, 'PaymentDeclinedError'],
        ['ReleaseInventory', 1, undefined],
      ]);
      const svg = sagaDiagram(definition, walk, NOW).text;
      expect(svg).toContain(
        'The way of this order: Reserve inventory (3 s, 2 tries), then Charge payment (refused, 1 s), then Release inventory (running, 56 s)',
      );
      expect(svg.match(/class="way (lit|broken)/g)).toHaveLength(2);
    }
  });

  it('keeps what it says of a step within the step, however long that took and however often it was tried', () => {
    const noted = (attempts: number) => {
      const tries = Array.from({ length: attempts }, () => event('TaskScheduled', 0));
      return sagaDiagram(
        definition,
        walkOf([entered('ChargePayment', 0), ...tries]),
        new Date(at(0).getTime() + 632_000),
      ).text;
    };

    expect(noted(1)).toMatch(/<text class="note" x="\d+" y="\d+">running, 10 min 32 s</);
    expect(noted(29)).toMatch(/ textLength="128" lengthAdjust="spacingAndGlyphs">running, 10 min 32 s, 29 tries</);
  });

  it('does not call a step broken that hands an order over to people', () => {
    const walk = walkOf([
      entered('RefundPayment', 0),
      event('TaskScheduled', 0),
      event('TaskFailed', 1, failure('States.Timeout')),
      event('TaskStateExited', 1),
      entered('RejectOrder', 1),
      event('TaskScheduled', 1),
      event('TaskFailed', 2, failure('NeedsRepairError')),
      event('ExecutionFailed', 2),
    ]);

    const svg = sagaDiagram(definition, walk, NOW).text;
    expect(svg).toContain('Refund payment (broken, 1 s), then Reject order (handed over, 1 s)');
    expect(svg).toMatch(/class="state handed-over"><rect[^>]*\/>\s*<text[^>]*>Reject order</);
  });

  it('ends with its execution, also in the middle of a step', () => {
    const walk = walkOf([entered('ChargePayment', 0), event('TaskScheduled', 0), event('ExecutionAborted', 5)]);

    expect(sagaDiagram(definition, walk, NOW).text).toContain('Charge payment (broken, 5 s)');
  });

  it('is there before the saga has begun', () => {
    expect(sagaDiagram(definition, undefined, NOW).text).toContain('The saga of this order has not begun');
  });
});
