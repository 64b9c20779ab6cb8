import { waterfall } from '../../../bin/cli/traces/waterfall';
import { traceOf } from '../../../lambdas/operations/traces/trace-of';
import { declinedOrder, TRACE_ID } from '../../support/tracing/segment-mother';

/** As on a terminal without colours, whatever the test runs in. */
const plain = (text: string): string =>
  text.replace(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '').replaceAll(/ +$/gm, '');

describe('The waterfall of a trace', () => {
  it('shows what was done below what, when, how long, and how it ended', () => {
    expect(plain(waterfall(traceOf(TRACE_ID, declinedOrder()))).split('\n')).toEqual([
      'trace 1-6817a0c1-111111111111111111111111, 6 spans, 500 ms',
      '',
      'PlaceOrder                             ███                      0.0 ms    60 ms',
      '  POST /orders                         ███                      1.0 ms    49 ms',
      '    SQS SendMessage                    █                         10 ms    10 ms',
      '      ChargePayment ✗ PaymentDeclined…         ██████████       200 ms   200 ms',
      '        postgres open-payment                     █             250 ms    10 ms',
      '      ReleaseInventory #2                                   █   500 ms   no end',
    ]);
  });

  it('fits a terminal of 80 columns', () => {
    const lines = plain(waterfall(traceOf(TRACE_ID, declinedOrder()))).split('\n');

    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
