import type { reasons as pt } from '../pt/reasons';

export const reasons: typeof pt = {
  sold_out: 'The last seat has just been sold.',
  unknown_item: 'This supplier does not sell it.',
  not_on_this_day: 'There is no flight on this day.',
  impossible_connection: 'This flight cannot be reached in time.',
  departed: 'This flight has departed.',
  started: 'The event has started.',
  in_the_past: 'This day is over.',
  too_far_ahead: 'It can be held at most 330 days ahead.',
};
