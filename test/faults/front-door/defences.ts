import type { IntakeRecord } from '../../../lambdas/ports/intake-store';
import { InMemoryIdempotency } from '../../support/intake/in-memory-idempotency';
import { InMemoryIntake } from '../../support/intake/in-memory-intake';
import type { FrontDoorParts, FrontDoorSchedule } from './front-door';

export interface FrontDoorDefence {
  readonly defence: string;
  readonly off: () => Partial<FrontDoorParts>;
  /** Harmless with every defence in place. */
  readonly shownBy: FrontDoorSchedule;
  /** What is wrong then. */
  readonly wrong: RegExp;
}

/** Whoever comes believes that he is the first. */
class UnconditionalIntake extends InMemoryIntake {
  override async putIfNew(record: IntakeRecord): Promise<undefined> {
    await super.putIfNew(record);
  }
}

/** The record says from the start that the order was sent. */
class HastyIntake extends InMemoryIntake {
  override putIfNew(record: IntakeRecord): Promise<IntakeRecord | undefined> {
    return super.putIfNew({ ...record, enqueuedAt: record.acceptedAt });
  }
}

/** Answers are not remembered, so nobody can see that something else is asked for. */
class ForgetfulIdempotency extends InMemoryIdempotency {
  protected override async _putRecord(): Promise<void> {}
}

export const FRONT_DOOR_DEFENCES: readonly FrontDoorDefence[] = [
  {
    defence: 'the intake record is written on condition that it is new',
    off: () => ({ intake: new UnconditionalIntake() }),
    shownBy: { keyIsOld: true },
    wrong: /^one-order/,
  },
  {
    defence: 'an order is marked as sent only after it was',
    off: () => ({ intake: new HastyIntake() }),
    shownBy: { place: { at: 2, kind: 'dies-before' } },
    wrong: /^no-loss/,
  },
  {
    defence: 'what was accepted and not sent is sent again',
    off: () => ({ comesBy: async () => undefined }),
    shownBy: { place: { at: 2, kind: 'fails' } },
    wrong: /^no-loss/,
  },
  {
    defence: 'a batch is answered with the records that failed',
    off: () => ({ answers: () => undefined }),
    shownBy: { consume: { at: 1, kind: 'fails' } },
    wrong: /^no-loss/,
  },
  {
    defence: 'poison is acknowledged only after it was put aside',
    off: () => ({
      putsAside: (deadLetters) => ({ send: (letter) => deadLetters.send(letter).catch(() => undefined) }),
    }),
    shownBy: { consume: { at: 2, kind: 'fails' } },
    wrong: /^poison/,
  },
];

/** Either of them refuses another order under a key that is in use. */
export const LOCKS_ON_A_KEY = {
  intakeIsConditional: () => ({ intake: new UnconditionalIntake() }),
  recordComparesTheBody: () => ({ idempotency: new ForgetfulIdempotency() }),
};
