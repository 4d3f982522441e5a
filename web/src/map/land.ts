// The land of the world as one SVG path, in half degrees: x to the east, y to the south of 0°, 0°.
import { CORNER, RINGS, ZERO } from './world';

/** From a corner of the grid a step leads to the ring's first point; `m` draws lines after it. */
function ringPath(ring: string): string {
  const [x = 0, y = 0, ...steps] = Array.from(ring, (letter) => letter.charCodeAt(0) - ZERO);
  return `M${x * CORNER} ${y * CORNER}m${steps}z`;
}

export const LAND = RINGS.split(' ').map(ringPath).join('');
