// Finding an airport by what is typed: its code or a city's name in either language, accents left out.

import type { Airport } from '../places';

const MATCHES_MAX = 8;

export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

// 0 is the best match; no number where it does not match.
function rank(airport: Airport, typed: string): number | undefined {
  const code = airport.code.toLowerCase();
  const cities = [plain(airport.city.pt), plain(airport.city.en)];
  const words = [...cities, plain(airport.name ?? '')].flatMap((text) => text.split(' '));
  if (code === typed) return 0;
  if (cities.some((city) => city === typed)) return 1;
  if (cities.some((city) => city.startsWith(typed))) return 2;
  if (code.startsWith(typed)) return 3;
  if (words.some((word) => word.startsWith(typed))) return 4;
  if (plain(airport.name ?? '').includes(typed) || cities.some((city) => city.includes(typed)))
    return 5;
  return undefined;
}

export function matches(airports: readonly Airport[], text: string): Airport[] {
  const typed = plain(text);
  if (typed === '') return [];
  return airports
    .map((airport, index) => ({ airport, index, rank: rank(airport, typed) }))
    .filter((each) => each.rank !== undefined)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || a.index - b.index)
    .slice(0, MATCHES_MAX)
    .map((each) => each.airport);
}

// The code that a finished text means: "REC", "Recife", "REC Recife". Any three letters are a code
// while no airport is known, and the server says whether there is such a place.
export function meant(airports: readonly Airport[], text: string): string | undefined {
  const code = /^[A-Z]{3}(?= )/.exec(text)?.[0] ?? text.trim().toUpperCase();
  if (airports.length === 0) return /^[A-Z]{3}$/.test(code) ? code : undefined;
  const named = airports.find((airport) => airport.code === code);
  return (named ?? matches(airports, text)[0])?.code;
}
