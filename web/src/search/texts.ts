// Words of the search side.

import { dictionary } from '../texts/dictionary';

export const t = dictionary('search');
