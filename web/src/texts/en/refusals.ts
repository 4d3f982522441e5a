import type { refusals as pt } from '../pt/refusals';

export const refusals: typeof pt = {
  tooManyUntil_: (time) =>
    `Your network has asked for or holds too much. Nothing was done; try again after ${time}.`,
  otherReason_: 'The supplier did not accept it.',
};
