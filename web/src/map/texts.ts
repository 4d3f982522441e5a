// Words of the map.

import { dictionary } from '../texts/dictionary';

export const t = dictionary('map');
