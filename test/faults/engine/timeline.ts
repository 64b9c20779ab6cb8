interface Landing {
  readonly dueAt: number;
  readonly land: () => Promise<void>;
}

/**
 * The only clock of a simulation: it counts calls. What is late or hangs lands before a later call, one thing after
 * the other, so that the same schedule is the same run.
 */
export class Timeline {
  private tick = 0;
  private landings: Landing[] = [];

  get isQuiet(): boolean {
    return this.landings.length === 0;
  }

  /** `land` runs before the call that follows on so many others. */
  later(calls: number, land: () => Promise<void>): void {
    this.landings.push({ dueAt: this.tick + calls + 1, land });
  }

  /** One more call is about to be made: what is due lands first. */
  async advance(): Promise<void> {
    this.tick += 1;
    await this.landUntil(this.tick);
  }

  countCall(): void {
    this.tick += 1;
  }

  /** Lets everything land that is still on its way, and what comes of it. */
  landAll(): Promise<void> {
    return this.landUntil(Number.POSITIVE_INFINITY);
  }

  private async landUntil(tick: number): Promise<void> {
    for (;;) {
      const next = this.earliest(tick);
      if (next === undefined) {
        return;
      }
      this.landings.splice(this.landings.indexOf(next), 1);
      await next.land();
    }
  }

  private earliest(tick: number): Landing | undefined {
    let earliest: Landing | undefined;
    for (const landing of this.landings) {
      if (landing.dueAt <= tick && (earliest === undefined || landing.dueAt < earliest.dueAt)) {
        earliest = landing;
      }
    }
    return earliest;
  }
}
