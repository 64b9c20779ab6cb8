import { runReplay } from './command/replay';

describe('A replay', () => {
  async function replay(line: string) {
    const said: string[] = [];
    const answer = await runReplay(line, {}, (text) => said.push(text)).catch(({ message }: Error) => message);
    return { said, answer };
  }

  it('says what the order came to, by the faults that it met', async () => {
    expect(await replay('plain ChargePayment#1=lost')).toEqual({
      said: ['plain ChargePayment#1=lost\n  the order: CONFIRMED, its execution: SUCCEEDED'],
      answer: true,
    });
  });

  it('answers nothing when it did not come by one of its faults', async () => {
    const { said, answer } = await replay('plain ChargePayment#1=lost ChargePayment#3=lost');

    expect(said.join('\n')).toContain('not reached: ChargePayment#3');
    expect(answer).toBe('expected every fault to be reached, 1 of 2 were not');
  });
});
