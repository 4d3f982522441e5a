// One bar for each segment on the axis that all offers share. Positions are SVG attributes in
// percent, so that neither text nor corners are stretched and no style is written.
import { duration } from '../format';
import type { FlightOffer } from './offers';
import { type Axis, barsOf, isMidnight, position, tickLabel } from './time_bars';

const HEIGHT = 26;
const BAR = 12;
const TOP = (HEIGHT - BAR) / 2;
/** From this part of the axis on there is room for a word, in percent. */
const ROOM_FOR_LENGTH = 14;

function percent(value: number): string {
  return `${value.toFixed(2)}%`;
}

export function AxisHead({ axis }: { axis: Axis }) {
  const last = axis.ticks.length - 1;
  return (
    <div class="axis-head">
      <svg class="axis" width="100%" height="20" aria-hidden="true">
        {axis.ticks.map((tick, index) => (
          <text
            key={tick}
            x={percent(position(axis, tick))}
            y="14"
            class={isMidnight(tick) ? 'axis-midnight' : undefined}
            text-anchor={index === 0 ? 'start' : index === last ? 'end' : 'middle'}
          >
            {tickLabel(tick)}
          </text>
        ))}
      </svg>
    </div>
  );
}

export function TimeBars({ axis, offer }: { axis: Axis; offer: FlightOffer }) {
  const { segments, gaps } = barsOf(axis, offer);
  return (
    <svg class="bars" width="100%" height={HEIGHT} aria-hidden="true">
      {axis.ticks.map((tick) => (
        <line
          key={tick}
          class={isMidnight(tick) ? 'bars-midnight' : 'bars-grid'}
          x1={percent(position(axis, tick))}
          x2={percent(position(axis, tick))}
          y1="0"
          y2={HEIGHT}
        />
      ))}
      {gaps.map((gap) => (
        <g key={gap.x}>
          <line
            class="bars-gap"
            x1={percent(gap.x)}
            x2={percent(gap.x + gap.width)}
            y1={HEIGHT / 2}
            y2={HEIGHT / 2}
          />
          {gap.width >= ROOM_FOR_LENGTH && (
            <text
              class="bars-wait"
              x={percent(gap.x + gap.width / 2)}
              y={HEIGHT / 2 + 4}
              text-anchor="middle"
            >
              {duration(gap.minutes)}
            </text>
          )}
        </g>
      ))}
      {segments.map((bar) => (
        <rect
          key={bar.x}
          class="bars-flight"
          x={percent(bar.x)}
          width={percent(bar.width)}
          y={TOP}
          height={BAR}
          rx="4"
        />
      ))}
    </svg>
  );
}
