import { FailureName } from '../../lambdas/domain/failures';
import { RejectionName } from '../../lambdas/domain/rejections';
import { span } from '../ui/format';
import { type Html, html } from '../ui/html';
import type { SagaDefinition } from './saga-definition';
import { layOut, type PlacedState, type SagaLayout, type Way } from './saga-layout';
import type { Visit, Walk } from './saga-walk';

const WIDTH = 152;
const HEIGHT = 46;
const GAP = 56;
const ROW = 74;
const MARGIN = 8;
/** Room on the right for ways that pass other states. */
const BYPASS = 26;

const TOTAL = MARGIN * 2 + WIDTH * 2 + GAP + BYPASS;
/** Thrown on purpose: the execution is to fail, so that somebody notices. The step itself did what it had to do. */
const HANDED_OVER: string = FailureName.NeedsRepair;
const REJECTIONS: readonly string[] = Object.values(RejectionName);

/** The saga that is deployed, with the way lit that this order took. */
export function sagaDiagram(definition: SagaDefinition, walk: Walk | undefined, now: Date): Html {
  const layout = layOut(definition);
  const visits = walk?.visits ?? [];
  const taken = new Set(visits.slice(1).map(({ state }, index) => `${visits[index]?.state} ${state}`));
  const height = MARGIN * 2 + ROW * (layout.rows - 1) + HEIGHT;
  // What is lit lies above what is not.
  const ways = [...layout.ways].sort((a, b) => Number(isTaken(a, taken)) - Number(isTaken(b, taken)));
  return html`<svg class="saga" viewBox="0 0 ${TOTAL} ${height}" role="img" aria-label="${inWords(visits, now)}">
<defs>${['dim', 'lit', 'broken'].map((tone) => html`<marker id="arrow-${tone}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto"><path class="tip ${tone}" d="M0 0 8 4 0 8z"/></marker>`)}</defs>
${ways.map((way) => wayOf(way, layout, isTaken(way, taken)))}
${layout.states.map((state) =>
  stateOf(
    state,
    visits.findLast((visit) => visit.state === state.name),
    now,
  ),
)}
</svg>`;
}

const isTaken = ({ from, to }: Way, taken: ReadonlySet<string>): boolean => taken.has(`${from} ${to}`);

const place = ({ side, row }: PlacedState): { readonly x: number; readonly y: number } => ({
  x: MARGIN + (side === 'do' ? 0 : WIDTH + GAP),
  y: MARGIN + row * ROW,
});

function wayOf(way: Way, { states }: SagaLayout, isLit: boolean): Html {
  const from = states.find(({ name }) => name === way.from);
  const to = states.find(({ name }) => name === way.to);
  const tone = isLit ? (way.isCatch ? 'broken' : 'lit') : 'dim';
  return from === undefined || to === undefined
    ? html``
    : html`<path class="way ${tone}${way.isCatch && ' catch'}" d="${pathOf(from, to)}" marker-end="url(#arrow-${tone})"/>`;
}

function pathOf(from: PlacedState, to: PlacedState): string {
  const a = place(from);
  const b = place(to);
  const middle = HEIGHT / 2;
  if (from.side === to.side) {
    const [start, end] = from.row < to.row ? [a.y + HEIGHT, b.y - 2] : [a.y, b.y + HEIGHT + 2];
    return `M${a.x + WIDTH / 2} ${start}V${end}`;
  }
  if (from.row - to.row > 1) {
    // Past everything in between, on the far side.
    const edge = b.x + WIDTH + BYPASS - 8;
    const y = a.y + middle + 8;
    return `M${a.x + WIDTH} ${y}H${edge - 10}Q${edge} ${y} ${edge} ${y - 10}V${b.y + middle + 10}Q${edge} ${b.y + middle} ${edge - 10} ${b.y + middle}H${b.x + WIDTH + 2}`;
  }
  const bend = GAP / 2;
  const end = b.y + middle + (from.row > to.row ? 8 : 0);
  return `M${a.x + WIDTH} ${a.y + middle}C${a.x + WIDTH + bend} ${a.y + middle} ${b.x - bend} ${end} ${b.x - 2} ${end}`;
}

function stateOf(state: PlacedState, visit: Visit | undefined, now: Date): Html {
  const { x, y } = place(state);
  const tone = toneOf(visit);
  return html`<g class="state ${tone}"><rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="8"/>
<text class="name" x="${x + 12}" y="${y + (visit === undefined ? 28 : 20)}">${worded(state.name)}</text>
${visit !== undefined && noteAt(x + 12, y + 36, noteOf(visit, now))}</g>`;
}

/** As many characters as have room in a state; more of them are drawn closer together. */
const ROOMY = 21;

const noteAt = (x: number, y: number, note: string): Html =>
  html`<text class="note" x="${x}" y="${y}"${note.length > ROOMY && html` textLength="${WIDTH - 24}" lengthAdjust="spacingAndGlyphs"`}>${note}</text>`;

type Tone = 'unseen' | 'running' | 'done' | 'refused' | 'broken' | 'handed-over';

function toneOf(visit: Visit | undefined): Tone {
  if (visit === undefined) {
    return 'unseen';
  }
  if (visit.exitedAt === undefined && visit.error === undefined) {
    return 'running';
  }
  if (visit.error === HANDED_OVER) {
    return 'handed-over';
  }
  return visit.error === undefined ? 'done' : REJECTIONS.includes(visit.error) ? 'refused' : 'broken';
}

function noteOf(visit: Visit, now: Date): string {
  const time = span((visit.exitedAt ?? now).getTime() - visit.enteredAt.getTime());
  const tries = visit.attempts > 1 ? `, ${visit.attempts} tries` : '';
  const tone = toneOf(visit);
  return tone === 'done' ? `${time}${tries}` : `${tone.replace('-', ' ')}, ${time}${tries}`;
}

const worded = (name: string): string => {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The same for those who do not see it. */
const inWords = (visits: readonly Visit[], now: Date): string =>
  visits.length === 0
    ? 'The saga of this order has not begun'
    : `The way of this order: ${visits.map((visit) => `${worded(visit.state)} (${noteOf(visit, now)})`).join(', then ')}`;
