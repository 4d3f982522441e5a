// Words of the page for a code from another device.

import { dictionary } from '../texts/dictionary';

export const t = dictionary('code');
