// Words of the map in both languages.
import { dictionary } from '../texts/language';

export const t = dictionary({
  map_: [(ways: string) => `Mapa: ${ways}`, (ways) => `Map: ${ways}`],
  way_: [
    (from: string, to: string, km: string) => `${from} – ${to}, ${km} km`,
    (from, to, km) => `${from} – ${to}, ${km} km`,
  ],
});
