// Words of the trip: what is in it, its clock, how it is paid, how it ended.

import { dictionary } from '../texts/dictionary';

export const t = dictionary('trip');
