// Words of the map in both languages.
import { dictionary } from '../texts/language';

const pt = {
  map: (ways: string) => `Mapa: ${ways}`,
  way: (from: string, to: string, km: string) => `${from} – ${to}, ${km} km`,
};

const en: typeof pt = {
  map: (ways) => `Map: ${ways}`,
  way: (from, to, km) => `${from} – ${to}, ${km} km`,
};

export const mapTexts = dictionary(pt, en);
