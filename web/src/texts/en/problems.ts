import type { problems as pt } from '../pt/problems';

export const problems: typeof pt = {
  not_available: 'The last seat has just been sold. Nothing was charged.',
  supplier_refused: 'The supplier did not accept the hold. Nothing was charged.',
  supplier_unavailable: 'The supplier does not answer now. Nothing was charged.',
  invalid_state: 'The trip changed meanwhile; see how it is now.',
  session_expired: 'The time of this hold has run out. Nothing was charged.',
  payment_in_progress: 'This trip is being paid already.',
  hold_pending: 'Something that was asked for is not answered yet; wait a little.',
  hold_lost: 'Something is not held any more. Drop or swap it before you pay.',
  quote_expired: 'What comes back has to be worked out again. Nothing was cancelled.',
  impossible_connection: 'One of the flights cannot be reached in time. Nothing is held.',
  no_holds: 'Nothing is held that could be paid.',
  payment_undone: 'The payment was undone. Nothing was charged; try again.',
  payment_declined: 'The bank declined the card. Nothing was charged.',
  amount_mismatch: 'The total changed. Check the new amount before you pay; nothing was charged.',
  version_mismatch: 'The trip changed meanwhile; see how it is now.',
  too_many_requests: 'Too many requests at once. Wait a little and try again.',
  not_found: 'This is not here any more.',
  invalid_field: 'Something in the request cannot be used.',
  unexpected_answer: 'The answer did not come from the server of Viaja. Try again in a moment.',
  unavailable: 'The server does not answer. Try again in a moment.',
};
