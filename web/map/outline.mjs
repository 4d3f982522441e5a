// Writes web/src/map/world.ts: the land of the world, as letters. Run by hand, never in a build:
//   mkdir DIR && cd DIR && npm install world-atlas@2.0.2 topojson-client@3.1.0 d3-geo@3.1.1
//   node …/web/map/outline.mjs > …/web/src/map/world.ts
// world-atlas holds Natural Earth 1:110m, which is in the public domain.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(`${process.cwd()}/`);
const { feature } = require('topojson-client');
const { geoEquirectangular, geoPath } = await import(require.resolve('d3-geo'));

const UNITS_PER_DEGREE = 2;
// Where no airport is, and what no one would see: the far north and south, islands below 1.5 degrees.
const NORTHERNMOST = 72;
const SOUTHERNMOST = -60;
const LEAST_SIZE = 1.5 * UNITS_PER_DEGREE;
// How far the drawn coast may lie beside the true one; a dot of the map covers as much.
const TOLERANCE = 1.2 * UNITS_PER_DEGREE;
// A number is one letter between "(" and "[", which have no meaning in a string.
const ZERO = 'B'.charCodeAt(0);
const LONGEST = 25;
// A ring begins at a corner of a grid that is as wide as a letter reaches to both sides.
const CORNER = 2 * LONGEST;

// d3 cuts the polygons at 180°, where a plain longitude by latitude would draw a stripe over the map.
const projection = geoEquirectangular()
  .scale((180 / Math.PI) * UNITS_PER_DEGREE)
  .translate([0, 0])
  .precision(0);

const rings = [];
const collector = {
  moveTo: (x, y) => rings.push([[Math.round(x), Math.round(y)]]),
  lineTo: (x, y) => rings.at(-1).push([Math.round(x), Math.round(y)]),
  closePath: () => {},
  arc: () => {},
};

const land = JSON.parse(readFileSync(require.resolve('world-atlas/land-110m.json'), 'utf8'));
geoPath(projection, collector)(feature(land, land.objects.land));

function isShown(ring) {
  const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
  const [north, south] = [-Math.min(...ys), -Math.max(...ys)];
  const size = Math.max(Math.max(...xs) - Math.min(...xs), north - south);
  const far = south > NORTHERNMOST * UNITS_PER_DEGREE || north < SOUTHERNMOST * UNITS_PER_DEGREE;
  return size >= LEAST_SIZE && !far;
}

function distanceToLine([x, y], [ax, ay], [bx, by]) {
  const length = Math.hypot(bx - ax, by - ay);
  if (length === 0) return Math.hypot(x - ax, y - ay);
  return Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length;
}

// Douglas and Peucker: without the points that lie within the tolerance of the line between others.
function simplified(points) {
  const [first, last] = [points[0], points.at(-1)];
  const distances = points.map((point) => distanceToLine(point, first, last));
  const greatest = Math.max(...distances);
  if (greatest <= TOLERANCE) return [first, last];
  const at = distances.indexOf(greatest);
  return [...simplified(points.slice(0, at + 1)).slice(0, -1), ...simplified(points.slice(at))];
}

const letters = (numbers) => numbers.map((each) => String.fromCharCode(ZERO + each)).join('');

// A step that is longer than a letter goes through points between its ends.
function stepsBetween([ax, ay], [bx, by]) {
  const parts = Math.ceil(Math.max(Math.abs(bx - ax), Math.abs(by - ay)) / LONGEST);
  if (parts < 2) return parts === 0 ? [] : [[bx - ax, by - ay]];
  const middle = [ax + Math.round((bx - ax) / 2), ay + Math.round((by - ay) / 2)];
  return [...stepsBetween([ax, ay], middle), ...stepsBetween(middle, [bx, by])];
}

// The corner, then the steps: the first one leads from the corner to the ring.
function ringLetters(ring) {
  const steps = ring.slice(1).flatMap((point, index) => stepsBetween(ring[index], point));
  if (steps.length < 3) return '';
  const corner = ring[0].map((each) => Math.round(each / CORNER));
  const first = ring[0].map((each, axis) => each - corner[axis] * CORNER);
  return letters([...corner, ...first, ...steps.flat()]);
}

process.stdout.write(
  `// Written by web/map/outline.mjs from Natural Earth 1:110m (public domain). Each word is a ring of
// the land, a letter is a number. land.ts reads them.
export const UNITS_PER_DEGREE = ${UNITS_PER_DEGREE};
export const ZERO = ${ZERO};
export const CORNER = ${CORNER};
export const RINGS =
  '${rings.filter(isShown).map(simplified).map(ringLetters).filter(Boolean).join(' ')}';
`,
);
