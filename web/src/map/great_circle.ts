// The shortest way between two places, as points on a plain map of longitude by latitude.

export interface Position {
  lat: number;
  lon: number;
}

type Vector = readonly [number, number, number];

const RADIAN = Math.PI / 180;
const EARTH_RADIUS_KM = 6371;
const STEPS = 48;

function vector({ lat, lon }: Position): Vector {
  const [phi, lambda] = [lat * RADIAN, lon * RADIAN];
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}

function angle(a: Vector, b: Vector): number {
  const cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  return Math.acos(Math.min(1, Math.max(-1, cosine)));
}

export function distanceKm(a: Position, b: Position): number {
  return Math.round(angle(vector(a), vector(b)) * EARTH_RADIUS_KM);
}

// Longitudes go on over 180° instead of jumping, so that the line is never torn.
function unwrapped(points: Position[]): Position[] {
  let turns = 0;
  return points.map((point, index) => {
    const before = points[index - 1];
    if (before && point.lon - before.lon > 180) turns -= 360;
    if (before && point.lon - before.lon < -180) turns += 360;
    return { lat: point.lat, lon: point.lon + turns };
  });
}

// The way from a to b. Places on opposite sides of the earth have no one way: it is a straight line.
export function greatCircle(a: Position, b: Position): Position[] {
  const [start, end] = [vector(a), vector(b)];
  const whole = angle(start, end);
  if (Math.sin(whole) < 1e-6) return [a, b];
  const points = Array.from({ length: STEPS + 1 }, (_, step): Position => {
    const share = step / STEPS;
    const [f, g] = [Math.sin((1 - share) * whole), Math.sin(share * whole)].map(
      (weight) => weight / Math.sin(whole),
    ) as [number, number];
    const [x, y, z] = start.map((each, axis) => f * each + g * (end[axis] ?? 0)) as [
      number,
      number,
      number,
    ];
    return {
      lat: Math.asin(Math.min(1, Math.max(-1, z))) / RADIAN,
      lon: Math.atan2(y, x) / RADIAN,
    };
  });
  return unwrapped(points);
}
