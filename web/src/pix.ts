// Paying by Pix, in both languages, as a file of its own (later.tsx). It imports the start as rest.ts
// does.

import './main';

export { PixFailure, ReturnedPix } from './trip/pix_outcomes';
export { PixPaying } from './trip/pix_paying';
export { pixTexts } from './trip/pix_texts';
export { PixHint } from './trip/pix_wait';
export { pixExpiredText, pixPayingWords } from './trip/pix_words';
