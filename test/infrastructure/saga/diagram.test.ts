import { readFileSync } from 'node:fs';
import { DIAGRAM_FILE, renderDiagram } from '../../../scripts/saga-diagram';
import { synthesizeOrderSaga } from '../../support/asl/order-saga';

describe('Diagram of the order saga', () => {
  const diagram = renderDiagram(synthesizeOrderSaga().definition);

  it('is the one that the synthesized definition gives', () => {
    expect(readFileSync(DIAGRAM_FILE, 'utf8')).toBe(diagram);
  });

  it('shows where a step leads when it succeeds, is refused, breaks, or cannot be undone', () => {
    const arrows = diagram.split('\n').map((line) => line.trim());

    expect(arrows).toEqual(
      expect.arrayContaining([
        '[*] --> ReserveInventory',
        'ChargePayment --> BookShipment',
        'ChargePayment --> ReleaseInventory: refused',
        'ChargePayment --> RefundPayment: breaks',
        'ConfirmOrder --> RejectOrder: outcome unknown',
        'RefundPayment --> ReleaseInventory: also when it fails for good',
        'ConfirmOrder --> [*]',
      ]),
    );
  });
});
