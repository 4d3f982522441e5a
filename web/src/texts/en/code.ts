import type { code as pt } from '../pt/code';

export const code: typeof pt = {
  title_: 'Continue a trip',
  hint_: 'Type the code of 8 or 10 letters that the other device shows.',
  label_: 'Code',
  submit_: 'Open the trip',
  empty: 'Type all letters and digits of the code: 8 or 10.',
  unknown: 'This code is not valid: it was used, is too old, or has a wrong letter.',
  tooMany: 'Too many tries. Wait a minute and try again.',
  replaces_:
    'The trip that is open in this browser is no longer shown here; it stays on the server.',
};
