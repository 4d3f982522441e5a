// The part of the map that shows some ways whole, and where the names of their ends stand.
import type { Position } from './great_circle';
import { UNITS_PER_DEGREE } from './world';

export interface Point {
  x: number;
  y: number;
}

export interface Frame {
  /** Where the drawing's corner lies in units of the outline, and how large one unit is drawn. */
  x: number;
  y: number;
  scale: number;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Label extends Point {
  anchor: 'start' | 'middle' | 'end';
}

// The drawing's own units, whatever part of the world it shows: text and lines keep their size.
export const WIDTH = 1000;
export const HEIGHT = 560;

const MARGIN = 0.26;
// Text as it is on a phone, where it is the largest part of the drawing.
const TEXT = 42;
const LETTER = 0.58 * TEXT;
const DOT = 14;
const NARROWEST = 72 * UNITS_PER_DEGREE;
const POLE = 90 * UNITS_PER_DEGREE;
const HALF_TURN = 180 * UNITS_PER_DEGREE;

function outlinePoint(place: Position): Point {
  return { x: place.lon * UNITS_PER_DEGREE, y: -place.lat * UNITS_PER_DEGREE };
}

export function pointOf(frame: Frame, place: Position): Point {
  const { x, y } = outlinePoint(place);
  return { x: (x - frame.x) * frame.scale, y: (y - frame.y) * frame.scale };
}

export function pathOf(frame: Frame, way: readonly Position[]): string {
  const points = way.map((place) => pointOf(frame, place));
  return `M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;
}

export function frameOf(ways: readonly (readonly Position[])[]): Frame {
  const points = ways.flat().map(outlinePoint);
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [left, right, top, bottom] = [
    Math.min(...xs),
    Math.max(...xs),
    Math.min(...ys),
    Math.max(...ys),
  ];
  const needed = (1 + 2 * MARGIN) * Math.max(right - left, ((bottom - top) * WIDTH) / HEIGHT);
  const width = Math.min(Math.max(NARROWEST, needed), 2 * HALF_TURN);
  const height = (width * HEIGHT) / WIDTH;
  const y = Math.max(-POLE, Math.min(POLE - height, (top + bottom - height) / 2));
  return { x: (left + right - width) / 2, y, scale: WIDTH / width };
}

// How far the outline is drawn again to the side, where the frame goes over 180°.
export function shiftsOf(frame: Frame): number[] {
  const shifts = [0];
  if (frame.x < -HALF_TURN) shifts.push(-2 * HALF_TURN);
  if (frame.x + WIDTH / frame.scale > HALF_TURN) shifts.push(2 * HALF_TURN);
  return shifts;
}

function boxOf(label: Label, letters: number): Box {
  const width = letters * LETTER;
  const left =
    label.anchor === 'start' ? label.x : label.x - (label.anchor === 'end' ? width : width / 2);
  return { left, right: left + width, top: label.y - TEXT, bottom: label.y + 0.25 * TEXT };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function placesAround({ x, y }: Point, upper: boolean): Label[] {
  const above: Label = { x, y: y - DOT - 14, anchor: 'middle' };
  const below: Label = { x, y: y + DOT + TEXT + 2, anchor: 'middle' };
  const level = y + 0.35 * TEXT;
  const beside: Label[] = [
    { x: x + DOT + 8, y: level, anchor: 'start' },
    { x: x - DOT - 8, y: level, anchor: 'end' },
  ];
  return upper ? [above, ...beside, below] : [below, ...beside, above];
}

// Where each name stands: outside of the ways if it can, never over a dot or another name. A name
// that finds no place is left out (null); the text of the drawing has it.
export function labelsOf(names: readonly { point: Point; letters: number }[]): (Label | null)[] {
  const taken: Box[] = names.map(({ point: { x, y } }) => ({
    left: x - DOT,
    right: x + DOT,
    top: y - DOT,
    bottom: y + DOT,
  }));
  return names.map(({ point, letters }) => {
    const higher = names.filter((other) => other.point.y < point.y).length;
    const label = placesAround(point, higher < names.length / 2).find((each) => {
      const box = boxOf(each, letters);
      const inside = box.left > 0 && box.right < WIDTH && box.top > 0 && box.bottom < HEIGHT;
      return inside && !taken.some((other) => overlap(box, other));
    });
    if (label) taken.push(boxOf(label, letters));
    return label ?? null;
  });
}
