import { actionLines } from '../../../bin/cli/dead-letters/action-lines';
import { messageLines } from '../../../bin/cli/dead-letters/message-lines';
import { fact, printable, WIDTH, wrap } from '../../../bin/cli/text';

describe('Text of the command line', () => {
  it('is broken between words, and keeps whole what is longer than a line', () => {
    expect(wrap('it can never succeed: malformed', 12)).toEqual(['it can never', 'succeed:', 'malformed']);
    expect(wrap(`see ${'x'.repeat(20)} there`, 12)).toEqual(['see', 'x'.repeat(20), 'there']);
  });

  it('puts every line of a value beside its name', () => {
    const lines = fact('verdict', `needs a look: ${'malformed '.repeat(20)}`.trim(), 9);

    expect(lines.every((line) => line.length <= WIDTH)).toBe(true);
    expect(lines.map((line) => line.slice(0, 9))).toEqual(['verdict  ', ...lines.slice(1).map(() => '         ')]);
  });

  it.each(['\u001b[2J', '\u009b2J', 'a\rb', 'bell\u0007', 'null\u0000'])('moves no cursor for %j', (sent) => {
    expect(printable(sent)).toMatch(/\ufffd/);
    expect(printable(sent)).not.toMatch(/\p{Cc}/u);
  });

  it('keeps line breaks, and whatever people write', () => {
    expect(printable('Grüße\n\tаня 😀')).toBe('Grüße\n\tаня 😀');
  });

  it('shows JSON so that it can be read, and anything else as it came', () => {
    expect(messageLines('{"orderId":"o-1"}')).toBe('{\n  "orderId": "o-1"\n}');
    expect(messageLines('not an order')).toBe('not an order');
  });

  it('says of an action who did what with which letter, and why', () => {
    const lines = actionLines({
      kind: 'archive',
      outcome: 'done',
      by: 'ada',
      at: '2026-03-01T12:00:00.000Z',
      queue: 'orders',
      letterId: 'letter-1',
      fingerprint: 'f',
      replays: 0,
      reason: 'test traffic of a partner',
    });

    expect(lines).toEqual([
      '2026-03-01T12:00:00.000Z  archive by ada: done',
      '  letter  letter-1 of orders',
      '  because test traffic of a partner',
    ]);
  });
});
