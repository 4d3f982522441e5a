import type { map as pt } from '../pt/map';

export const map: typeof pt = {
  map_: (ways) => `Map: ${ways}`,
  way_: (from, to, km) => `${from} – ${to}, ${km} km`,
};
