/** Draws listeners over time into #chart, with the page's colours, and again when its width or the theme changes. */
const element = document.getElementById('chart');
const [times, counts] = JSON.parse(element.dataset.series);
const heightPx = 200;
const hour = new Intl.DateTimeFormat(element.dataset.locale === 'ru' ? 'ru' : 'en-GB', {
  hour: '2-digit',
  minute: '2-digit',
});
const says = document.getElementById('chart-says');
const summary = says.textContent;
let chart;

/** Says in words what the pointer is at; without one, the whole. */
function say({ cursor: { idx } }) {
  says.textContent =
    idx == null ? summary : `${hour.format(times[idx] * 1_000)} · ${element.dataset.label}: ${counts[idx]}`;
}

function draw() {
  chart?.destroy();
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--soft'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  chart = new window.uPlot(
    {
      width: element.clientWidth,
      height: heightPx,
      padding: [12, 8, 0, 0],
      cursor: { y: false, points: { size: 7 } },
      legend: { show: false },
      hooks: { setCursor: [say] },
      scales: { y: { range: (_, __, most) => [0, Math.max(4, Math.ceil(most * 1.15))] } },
      axes: [
        { ...axis, space: 70, values: (_, moments) => moments.map((it) => hour.format(it * 1_000)) },
        { ...axis, size: 36, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000] },
      ],
      series: [
        {},
        {
          stroke: colour('--accent'),
          fill: colour('--accent-wash'),
          width: 2,
          points: { show: false },
        },
      ],
    },
    [times, counts],
    element,
  );
}

draw();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: heightPx })).observe(element);
