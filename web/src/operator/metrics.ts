// The text of /metrics as numbers, and the curves of the last 15 minutes. Pure.

export type Sample = Record<string, number>;

interface Curve {
  name: string;
  /** Of one look at /metrics. */
  value: (text: string) => number;
  /** A counter, shown as its growth per second; else as it is. */
  grows: boolean;
}

const NUMBER_AT_END = /\s(-?[0-9.eE+-]+)$/;

/** The sum of all samples of a metric; `fits` looks at the labels. */
export function sumOf(text: string, metric: string, fits = (_: string) => true): number {
  let sum = 0;
  for (const line of text.split('\n')) {
    if (!line.startsWith(metric)) continue;
    const rest = line.slice(metric.length);
    if (!/^[{\s]/.test(rest) || !fits(rest)) continue;
    sum += Number(NUMBER_AT_END.exec(rest)?.[1] ?? 0);
  }
  return sum;
}

const counter = (name: string, metric: string, fits?: (labels: string) => boolean): Curve => ({
  name,
  value: (text) => sumOf(text, metric, fits),
  grows: true,
});

export const CURVES: Curve[] = [
  counter('answers', 'viaja_http_answers_total'),
  counter('errors', 'viaja_http_answers_total', (labels) => /status="5/.test(labels)),
  counter('decided', 'viaja_inputs_total'),
  counter('conflicts', 'viaja_conflicts_total'),
  counter('unavailable', 'viaja_unavailable_total'),
  counter('published', 'viaja_bus_published_messages_total'),
  counter('delivered', 'viaja_bus_delivered_total'),
  counter('silences', 'viaja_hold_silences_total'),
  { name: 'listeners', value: (text) => sumOf(text, 'viaja_live_listeners'), grows: false },
];

export interface Look {
  at: number;
  /** When the process that answered was started: an entrance may pass each look to another one. */
  replica: number;
  values: Sample;
}

export const lookAt = (text: string, at: number): Look => ({
  at,
  replica: sumOf(text, 'process_start_time_seconds'),
  values: Object.fromEntries(CURVES.map((curve) => [curve.name, curve.value(text)])),
});

export interface Point {
  at: number;
  value: number;
}

/** The looks of each replica that has answered. */
export function byReplica(looks: Look[]): Look[][] {
  const replicas = new Map<number, Look[]>();
  for (const one of looks) replicas.set(one.replica, [...(replicas.get(one.replica) ?? []), one]);
  return [...replicas.values()];
}

/** Of one replica. A counter that has become smaller makes no point. */
export function pointsOf(curve: Curve, looks: Look[]): Point[] {
  if (!curve.grows) return looks.map(({ at, values }) => ({ at, value: values[curve.name] ?? 0 }));
  const points: Point[] = [];
  looks.forEach(({ at, values }, index) => {
    const before = looks[index - 1];
    if (!before || at <= before.at) return;
    const growth = (values[curve.name] ?? 0) - (before.values[curve.name] ?? 0);
    if (growth >= 0) points.push({ at, value: (growth * 1000) / (at - before.at) });
  });
  return points;
}
