// Words of the map in both languages.

export const map = {
  map_: (ways: string) => `Mapa: ${ways}`,
  way_: (from: string, to: string, km: string) => `${from} – ${to}, ${km} km`,
};
