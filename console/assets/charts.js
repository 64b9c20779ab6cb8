// Draws the two charts of the overview, and draws them anew when there are new figures, another width or another theme.

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const HEIGHT = 200;
const clock = (seconds) => new Date(seconds * 1000).toISOString().slice(11, 16);

const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000];

/** Each series lies on the sum of those below it. */
const stacked = (minutes, names) => {
  let below = minutes.map(() => 0);
  return names.map((name) => {
    below = minutes.map((minute, index) => below[index] + minute[name]);
    return below;
  });
};

const KINDS = {
  outcomes: {
    // Drawn from the top of the pile down, so that each covers what is below.
    data: (minutes) => {
      const [confirmed, rejected, repair, open] = stacked(minutes, ['confirmed', 'rejected', 'needsRepair', 'open']);
      return [minutes.map(({ at }) => at), open, repair, rejected, confirmed];
    },
    series: () =>
      ['--chart-open', '--bad', '--chart-rejected', '--chart-confirmed'].map((name) => ({
        fill: colour(name),
        stroke: colour(name),
        width: 0,
        paths: uPlot.paths.bars({ size: [0.8, 24] }),
        points: { show: false },
      })),
    value: String,
    steps: WHOLE_STEPS,
  },
  times: {
    data: (minutes) => [
      minutes.map(({ at }) => at),
      minutes.map(({ p50 }) => p50 ?? null),
      minutes.map(({ p95 }) => p95 ?? null),
    ],
    series: () =>
      ['--chart-confirmed', '--chart-line'].map((name) => ({
        stroke: colour(name),
        width: 2,
        spanGaps: true,
        points: { show: true, size: 5, fill: colour(name), stroke: colour(name) },
      })),
    value: (value) => `${value} s`,
    steps: [0.1, 0.2, 0.5, ...WHOLE_STEPS],
  },
};

const axis = (extra) => ({
  stroke: colour('--muted'),
  font: '12px system-ui, sans-serif',
  grid: { stroke: colour('--line'), width: 1 },
  ticks: { show: false },
  ...extra,
});

const draw = (element) => {
  const kind = KINDS[element.dataset.chart];
  let minutes = JSON.parse(element.dataset.minutes);
  let plot;
  const make = () => {
    plot?.destroy();
    plot = new uPlot(
      {
        width: Math.max(240, element.clientWidth),
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        padding: [8, 24, 0, 0],
        scales: { x: { time: true }, y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.1)] } },
        axes: [
          axis({ values: (_plot, values) => values.map(clock), space: 70 }),
          axis({
            values: (_plot, values) => values.map(kind.value),
            size: 46,
            incrs: kind.steps,
          }),
        ],
        series: [{}, ...kind.series()],
      },
      kind.data(minutes),
      element,
    );
  };
  make();
  new ResizeObserver(() => plot.setSize({ width: Math.max(240, element.clientWidth), height: HEIGHT })).observe(
    element,
  );
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', make);
  document.addEventListener('minutes', ({ detail }) => {
    minutes = detail;
    plot.setData(kind.data(minutes));
  });
};

for (const element of document.querySelectorAll('[data-chart]')) {
  draw(element);
}
