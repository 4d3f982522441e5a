import type { entries as pt } from '../pt/entries';

export const entries: typeof pt = {
  'session.opened': 'Trip opened',
  'session.expired': 'Time ran out',
  'session.confirmed': 'Trip confirmed',
  'session.cancelling': 'Cancellation asked for',
  'session.cancelled': 'Trip cancelled',
  'hold.held': 'Held',
  'hold.refused': 'Could not be held',
  'hold.releasing': 'Dropped',
  'payment.accepted': 'Payment received',
  'payment.failed': 'Payment not completed; nothing was charged',
  'step.authorized': 'Card authorized',
  'step.declined': 'Card declined',
  'step.confirmed': 'Confirmed',
  'step.refused': 'Did not confirm',
  'step.silent': 'Did not answer',
  'step.captured': 'Charged',
  'step.capture_refused': 'Charge refused',
  'step.refunded': 'Given back',
  'undo.unconfirmed': 'Confirmation undone',
  'undo.voided': 'Authorization undone',
};
