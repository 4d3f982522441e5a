// Words of a payment while it runs, and of the ways in which a trip ends.

import { dictionary } from '../texts/dictionary';

export const outcome = dictionary('outcome');

/** The timeline's entries in words, by their type; those that say nothing to a traveller have none. */
export const entryTexts = dictionary('entries');
