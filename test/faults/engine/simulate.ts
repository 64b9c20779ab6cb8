import { orderIdOf } from '../../support/mothers/order-mother';
import type { Operators } from '../world/operators';
import { messageFor, type Scenario } from '../world/scenario';
import type { Consumers, Expire, Finish, Steps } from '../world/steps';
import type { Ports, World } from '../world/world';
import { checkPublished } from './check-published';
import type { FaultKind } from './fault';
import { type CallFunction, createFunctions } from './functions';
import type { Machine } from './interpreter';
import { callFairly, createPlatform, invokeBy, type OrderExecution } from './platform';
import { OPERATOR } from './point';
import type { Decide } from './schedule';
import { Timeline } from './timeline';
import { examine, intentsOf, type Verdict } from './verdict';
import { createRefundingWatch } from './watch-refunding';
import { watched } from './watched-world';
import { Weather } from './weather';

/** What is put together for a simulation; a negative control puts one part together wrongly. */
export interface Wiring {
  readonly machine: Machine;
  /** After which a simulation hangs that has come to nothing; 0 for what runs in memory alone. */
  readonly patienceMs: number;
  /** How many calls long whatever it needs may be away from an order that waits at one state. */
  readonly waits: number;
  readonly steps: Steps;
  readonly consumers: Consumers;
  readonly expire: Expire;
  readonly finish: Finish;
  readonly operators: Operators;
  readonly open: (scenario: Scenario) => Promise<World>;
  /** Publishes what the steps have left, once everything has healed; without it nobody looks at what was published. */
  readonly sweep?: (ports: Ports) => Promise<unknown>;
}

export const ORDER = orderIdOf(1);
const RIVAL = orderIdOf(2);
const OTHER_PRICE_MINOR = 999;

/**
 * Carries one accepted order from its message to its end while things go wrong, then heals everything, lets whatever
 * is still under way land, has the provider tell what the bank did, redrives the dead letters, and examines the books,
 * before and after held stock was swept up and an operator has finished what no clock may. Then the message is delivered again and the saga runs a second time, which must change nothing of an order that is final.
 */
export async function simulate(wiring: Wiring, scenario: Scenario, decide: Decide): Promise<Verdict> {
  const { world, confirming, parking, sweeping } = watched(await wiring.open(scenario));
  const timeline = new Timeline();
  const weather = new Weather();
  const rivals: OrderExecution[] = [];
  let isStormy = true;
  let keysForgotten = 0;
  let bankActed = false;

  const runFairly = async (orderId: string): Promise<OrderExecution> => {
    const message = messageFor(orderId, scenario);
    const invoke = invokeBy(callFairly(world), wiring.steps);
    return {
      ...(await wiring.machine({ input: { ...message }, invoke })),
      message,
      wasRestarted: false,
      wasStopped: false,
    };
  };
  const befall = async (kind: FaultKind): Promise<void> => {
    switch (kind) {
      case 'declines':
      case 'misquotes':
      case 'takes-more':
        return world.provoke(kind);
      case 'refuses':
        world.provoke(kind);
        return world.provokeCarrier();
      case 'forgets':
        keysForgotten += intentsOf(world, ORDER) > 0 ? 1 : 0;
        return world.forgetKeys();
      case 'told':
        return platform.tellNews();
      case 'swept':
        await platform.expireHolds();
        return;
      case 'captured':
        bankActed = true;
        return world.captureLate(ORDER);
      case 'returned':
        bankActed = true;
        return world.returnRefunds(ORDER);
      case 'paid-back':
      case 'paid-part':
        bankActed = world.payBack(ORDER, kind === 'paid-back' ? 'all' : 'a-part') || bankActed;
        return;
      case 'undone':
      case 'insisted':
      case 'finished':
      case 'resolved':
        return platform.operator.act(kind);
      case 'rival':
        rivals.push(...(rivals.length === 0 ? [await runFairly(RIVAL)] : []));
        return;
      case 'reprices':
        return world.reprice(scenario.lines[0]?.sku ?? '', OTHER_PRICE_MINOR);
      default:
        throw new Error(`a call cannot meet '${kind}'`);
    }
  };
  const decideInStorm: Decide = (point) => (isStormy ? decide(point) : undefined);
  const refunding = createRefundingWatch(world);
  const callFunction = createFunctions({
    ports: world.ports,
    cutAfter: world.cutAfter,
    ...{ timeline, weather, befall, decide: decideInStorm },
  });
  const call: CallFunction = (state, work, isByHand) =>
    callFunction(state, (ports, makeCall) => work(refunding.over(state, ports), makeCall), isByHand);
  let asked = 0;
  /** People act one after the other, until nobody does any more. */
  const afterEnd = async (): Promise<void> => {
    for (;;) {
      asked += 1;
      const fault = decideInStorm({ address: `${OPERATOR}#${asked}`, state: OPERATOR, run: asked });
      if (fault === undefined) {
        return;
      }
      await befall(fault.kind);
    }
  };
  const platform = createPlatform({ ...wiring, world, orderId: ORDER, call, afterEnd, sweeping });
  const settle = async (): Promise<void> => {
    await timeline.landAll();
    await platform.runStarted();
  };

  await platform.deliverOrder(messageFor(ORDER, scenario));
  await platform.runStarted();
  await settle();
  isStormy = false;
  weather.heal();
  await settle();
  if (bankActed) {
    // Only then: what the saga gets wrong by itself must not be put right by an event that comes in time.
    await platform.tellNews();
  }

  const watches = [platform.operator, platform.settling, sweeping, confirming, parking, refunding];
  const verdict = await examine({
    world,
    platform,
    rivals,
    orderId: ORDER,
    keysForgotten,
    settled: confirming.settled,
    async runAgain() {
      await platform.deliverOrder(messageFor(ORDER, scenario));
      return runFairly(ORDER);
    },
  });
  const unheard: Verdict['violations'][number][] = [];
  if (wiring.sweep !== undefined) {
    await wiring.sweep(world.ports);
    unheard.push(...checkPublished((await world.snapshot()).events, world.published()));
  }
  return {
    ...verdict,
    violations: [...verdict.violations, ...watches.flatMap((watch) => watch.violations), ...unheard],
  };
}
