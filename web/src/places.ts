// Airports and carriers by code, from GET /v1/places: kept with their ETag, so that a later visit
// has the names at once and asks only whether they changed. Without them the codes are shown.

import { computed, signal } from '@preact/signals';
import { ask } from './api';
import { keep, kept } from './kept';
import { language } from './texts/language';

export interface Airport {
  code: string;
  city: { pt: string; en: string };
  name?: string;
  country?: string;
  lat?: number;
  lon?: number;
  /** Of the tz database. */
  zone?: string;
}

export interface Carrier {
  code: string;
  name: string;
}

export interface Places {
  airports: Airport[];
  carriers: Carrier[];
}

interface KeptPlaces {
  etag: string | null;
  places: Places;
}

const NONE: Places = { airports: [], carriers: [] };

export const places = signal<Places>(
  kept<KeptPlaces>('places', { etag: null, places: NONE }).places,
);

const airportsByCode = computed(
  () => new Map(places.value.airports.map((airport) => [airport.code, airport])),
);
const carriersByCode = computed(
  () => new Map(places.value.carriers.map((carrier) => [carrier.code, carrier])),
);

export const airport = (code: string): Airport | undefined => airportsByCode.value.get(code);

/** "São Paulo" in the page's language; the code where the city is not known. */
export const cityName = (code: string): string => {
  const city = airport(code)?.city;
  if (!city) return code;
  return language.value === 'pt-BR' ? city.pt : city.en;
};

/** Where an airport is; null where that is not known. */
export function positionOf(code: string): { lat: number; lon: number } | null {
  const { lat, lon } = airport(code) ?? {};
  return lat === undefined || lon === undefined ? null : { lat, lon };
}

export const carrierName = (code: string): string => carriersByCode.value.get(code)?.name ?? code;

/** Asks once at the start; a server without the route, or none, leaves what is kept. */
export async function loadPlaces(): Promise<void> {
  const known = kept<KeptPlaces | null>('places', null);
  try {
    const request = { method: 'GET' as const, path: '/v1/places' };
    const answer = await ask<Places>(
      known?.etag ? { ...request, ifNoneMatch: known.etag } : request,
    );
    if (answer.status === 304) return;
    places.value = answer.body;
    keep('places', { etag: answer.etag, places: answer.body });
  } catch {
    // Codes do as names.
  }
}
