// Words of the frame around every page.

import { dictionary } from './dictionary';

export const t = dictionary('shell');
