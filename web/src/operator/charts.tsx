// Small charts of the last 15 minutes. The page itself reads /metrics while it is open, on whichever
// screen, and keeps what it read in this tab.

import { signal } from '@preact/signals';
import { number } from '../format';
import { locked } from './access';
import { byReplica, CURVES, type Look, lookAt, type Point, pointsOf } from './metrics';
import { now, paused } from './polling';
import { words } from './words';

const EVERY_MS = 5000;
const KEPT_MS = 15 * 60_000;
/** A replica that has not answered for so long adds nothing to the present number. */
const PRESENT_MS = 60_000;
const WIDTH = 300;
const HEIGHT = 80;

const looks = signal<Look[]>([]);
const failed = signal(false);

async function look(): Promise<void> {
  if (document.hidden || paused.peek() || locked.peek()) return;
  try {
    const signal = AbortSignal.timeout(EVERY_MS - 500);
    const answer = await fetch('/metrics', { cache: 'no-store', signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = lookAt(await answer.text(), Date.now());
    looks.value = [...looks.peek().filter((one) => fresh.at - one.at < KEPT_MS), fresh];
    failed.value = false;
  } catch {
    failed.value = true;
  }
}

export function startCharts(): void {
  void look();
  setInterval(() => void look(), EVERY_MS);
}

const rounded = (value: number): string =>
  number(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));

/** Points that lie further apart than `gap` are not joined: nothing was read between them. */
function pathOf(points: Point[], most: number, end: number, gap: number): string {
  const x = (at: number) => WIDTH - ((end - at) / KEPT_MS) * WIDTH;
  const y = (value: number) => HEIGHT - 2 - (most > 0 ? (value / most) * (HEIGHT - 6) : 0);
  return points
    .map((point, index) => {
      const before = points[index - 1];
      const joined = before && point.at - before.at < gap;
      return `${joined ? 'L' : 'M'}${x(point.at).toFixed(1)} ${y(point.value).toFixed(1)}`;
    })
    .join('');
}

/** What all replicas together do now. */
function presentSum(series: Point[][]): number | null {
  const last = series.flatMap((points) => points.slice(-1));
  const newest = Math.max(...last.map((point) => point.at));
  const present = last.filter((point) => newest - point.at < PRESENT_MS);
  return present.length > 0 ? present.reduce((sum, point) => sum + point.value, 0) : null;
}

/** One curve for each replica. */
function Chart({ name, series, rate }: { name: string; series: Point[][]; rate: boolean }) {
  const w = words();
  const text = (value: number) => (rate ? w.perSecond(rounded(value)) : rounded(value));
  const sum = presentSum(series);
  const most = Math.max(0, ...series.flat().map((point) => point.value));
  const gap = 3 * EVERY_MS * Math.max(1, series.length);
  return (
    <figure class="card chart">
      <figcaption>
        <span>{w.charts[name]}</span>
        <strong>{sum === null ? w.none : text(sum)}</strong>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path class="axis" d={`M0 ${HEIGHT - 2}H${WIDTH}`} />
        {series.map((points, index) => (
          <path key={index} class="curve" d={pathOf(points, most, now.value, gap)} />
        ))}
      </svg>
      <p class="spread soft small-text">
        <span>{w.minutesAgo(15)}</span>
        <span>{w.peak(text(most))}</span>
        <span>{w.now}</span>
      </p>
    </figure>
  );
}

export function ChartsScreen() {
  const w = words();
  const replicas = byReplica(looks.value);
  return (
    <>
      <p class="soft">
        {w.chartsHint} {replicas.length > 1 && w.chartsReplicas(replicas.length)}
      </p>
      {failed.value && (
        <p class="note bad" role="alert">
          {w.notReached}
        </p>
      )}
      {replicas.every((one) => one.length < 2) && !failed.value && (
        <p aria-busy="true">{w.chartWait}</p>
      )}
      <div class="charts">
        {CURVES.map((curve) => (
          <Chart
            key={curve.name}
            name={curve.name}
            series={replicas.map((one) => pointsOf(curve, one))}
            rate={curve.grows}
          />
        ))}
      </div>
    </>
  );
}
