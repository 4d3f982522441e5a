// The ways of a trip on a map of the world: one SVG path for the land, one for each way.
import { number } from '../format';
import { cityName, positionOf } from '../places';
import { type Frame, frameOf, HEIGHT, labelsOf, pathOf, pointOf, shiftsOf, WIDTH } from './frame';
import { distanceKm, greatCircle, type Position } from './great_circle';
import { LAND } from './land';
import { t } from './texts';

export interface Leg {
  from: string;
  to: string;
}

interface Way {
  leg: Leg;
  points: Position[];
  km: number;
}

/** Each way once, whichever direction it is travelled in. Legs of unknown places are left out. */
function waysOf(legs: readonly Leg[]): Way[] {
  const seen = new Set<string>();
  return legs.flatMap((leg) => {
    const [from, to] = [positionOf(leg.from), positionOf(leg.to)];
    const name = [leg.from, leg.to].sort().join();
    if (!from || !to || leg.from === leg.to || seen.has(name)) return [];
    seen.add(name);
    return [{ leg, points: greatCircle(from, to), km: distanceKm(from, to) }];
  });
}

/** The ends of the ways, at the turn of the earth where the lines reach them. */
function endsOf(ways: readonly Way[]): Map<string, Position> {
  const ends = new Map<string, Position>();
  for (const { leg, points } of ways) {
    const [from, to] = [points[0], points[points.length - 1]];
    if (from && !ends.has(leg.from)) ends.set(leg.from, from);
    if (to && !ends.has(leg.to)) ends.set(leg.to, to);
  }
  return ends;
}

function Ends({ frame, ends }: { frame: Frame; ends: Map<string, Position> }) {
  const places = [...ends].map(([code, position]) => ({
    code,
    name: cityName(code),
    point: pointOf(frame, position),
  }));
  const labels = labelsOf(places.map(({ point, name }) => ({ point, letters: name.length + 4 })));
  return (
    <>
      {places.map(({ code, point }) => (
        <circle key={code} class="map-dot" cx={point.x} cy={point.y} r="9" />
      ))}
      {places.map(({ code, name }, index) => {
        const label = labels[index];
        if (!label) return null;
        return (
          <text key={code} class="map-name" x={label.x} y={label.y} text-anchor={label.anchor}>
            {name} <tspan class="map-code">{code}</tspan>
          </text>
        );
      })}
    </>
  );
}

export function RouteMap({ legs }: { legs: readonly Leg[] }) {
  const ways = waysOf(legs);
  if (ways.length === 0) return null;
  const frame = frameOf(ways.map((way) => way.points));
  const spoken = ways.map(({ leg, km }) =>
    t.way_(cityName(leg.from), cityName(leg.to), number(km)),
  );
  return (
    <figure class="map">
      <svg role="img" aria-label={t.map_(spoken.join('; '))} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
        {shiftsOf(frame).map((shift) => (
          <path
            key={shift}
            class="map-land"
            d={LAND}
            transform={`scale(${frame.scale}) translate(${shift - frame.x} ${-frame.y})`}
          />
        ))}
        {ways.map(({ leg, points }) => (
          <path key={`${leg.from}${leg.to}`} class="map-way" d={pathOf(frame, points)} />
        ))}
        <Ends frame={frame} ends={endsOf(ways)} />
      </svg>
      <figcaption aria-hidden="true">{spoken.join(' · ')}</figcaption>
    </figure>
  );
}
