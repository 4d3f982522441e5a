// The sequence diagram as SVG. A row is an entry and not a time; how long one took is written where
// it is a second or more. The table beside it has the same for keyboards and screen readers.

import { span } from '../format';
import { commandWord } from './pending_view';
import { type Arrow, type Diagram, OPERATOR, PAYMENT, SESSION, TRAVELLER } from './sequence';
import { exactTime } from './states';
import { named, words } from './words';

const LANE = 168;
const LEFT = 92;
const TOP = 44;
const ROW = 46;
const HEAD = 7;

export const laneWord = (lane: string): string =>
  [TRAVELLER, SESSION, PAYMENT, OPERATOR].includes(lane) ? named(words().lanes, lane) : lane;

export const arrowWord = (arrow: Arrow): string =>
  arrow.look === 'pending' ? commandWord(arrow.type) : named(words().entries, arrow.type);

function Head({ x, y, left }: { x: number; y: number; left: boolean }) {
  const back = left ? HEAD : -HEAD;
  return <path class="head" d={`M${x} ${y}l${back} -${HEAD / 2}v${HEAD}z`} />;
}

function Cross({ x, y }: { x: number; y: number }) {
  return <path class="cross" d={`M${x - 6} ${y - 6}l12 12M${x + 6} ${y - 6}l-12 12`} />;
}

function Line({ arrow, from, to, y }: { arrow: Arrow; from: number; to: number; y: number }) {
  const left = to < from;
  const middle = (from + to) / 2;
  if (arrow.isSilent) {
    // Asked, and no answer: the request ends in a cross before it arrives.
    const end = to + (from - to) * 0.78;
    return (
      <>
        <path class="line" d={`M${to} ${y}H${end}`} />
        <Cross x={end} y={y} />
      </>
    );
  }
  return (
    <>
      {arrow.withRequest && (
        <>
          <path class="line request" d={`M${to} ${y - 9}H${from}`} />
          <Head x={from} y={y - 9} left={!left} />
        </>
      )}
      <path class="line" d={`M${from} ${y}H${to}`} />
      {arrow.look === 'pending' ? (
        <text class="tries" x={middle} y={y + 14}>
          {words().pendingTries(Number(arrow.detail))}
        </text>
      ) : (
        <Head x={to} y={y} left={left} />
      )}
    </>
  );
}

function ArrowRow({ arrow, lanes, y }: { arrow: Arrow; lanes: string[]; y: number }) {
  const x = (lane: string) => LEFT + LANE / 2 + lanes.indexOf(lane) * LANE;
  const [from, to] = [x(arrow.from), x(arrow.to)];
  const own = arrow.from === arrow.to;
  const label = arrowWord(arrow);
  return (
    <g class={`arrow ${arrow.look}`}>
      {arrow.at && (
        <text class="time" x={0} y={y + 4}>
          {exactTime(arrow.at)}
        </text>
      )}
      {arrow.gapMs > 0 && (
        <text class="gap" x={0} y={y - 12}>
          + {span(arrow.gapMs)}
        </text>
      )}
      {own ? (
        <>
          <circle class="dot" cx={from} cy={y} r={5} />
          <text class="own" x={from + 12} y={y + 4}>
            {label}
          </text>
        </>
      ) : (
        <>
          <Line arrow={arrow} from={from} to={to} y={y} />
          <text class="label" x={(from + to) / 2} y={y - (arrow.withRequest ? 15 : 6)}>
            {label}
          </text>
        </>
      )}
    </g>
  );
}

export function Sequence({ diagram }: { diagram: Diagram }) {
  const w = words();
  const { lanes, arrows } = diagram;
  const width = LEFT + lanes.length * LANE;
  const height = TOP + arrows.length * ROW + 16;
  const x = (index: number) => LEFT + LANE / 2 + index * LANE;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must take the focus
    <section class="table-box" aria-label={w.diagram} tabIndex={0}>
      <svg
        class="sequence"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={w.diagramHint}
      >
        {lanes.map((lane, index) => (
          <g key={lane} class="lane">
            <path d={`M${x(index)} ${TOP - 12}V${height}`} />
            <rect x={x(index) - 62} y={4} width={124} height={28} rx={6} />
            <text x={x(index)} y={23}>
              {laneWord(lane)}
            </text>
          </g>
        ))}
        {arrows.map((arrow, index) => (
          <ArrowRow key={arrow.key} arrow={arrow} lanes={lanes} y={TOP + index * ROW + 30} />
        ))}
      </svg>
    </section>
  );
}
