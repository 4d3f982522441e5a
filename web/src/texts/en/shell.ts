import type { shell as pt } from '../pt/shell';

export const shell: typeof pt = {
  title_: 'Viaja',
  slogan_: 'whole trips, paid once',
  skip_: 'Skip to content',
  home_: 'Viaja, home page',
  language_: 'Language',
  theme_: 'Colours',
  themes_: { system: 'as the system', light: 'light', dark: 'dark' },
  steps_: 'Steps of the trip',
  step_: { out: 'Outbound', back: 'Return', hotel: 'Hotel', pay: 'Payment' },
  oneWay_: 'one way',
  offline_: 'No connection. What you hold stays on the server; trying again…',
  offlinePaying_:
    'No connection. Your payment is repeated under the same key when the server is back; nothing is charged twice.',
  backAgain_: 'You are back: nothing was lost.',
  pageSearch_: 'Search',
  pageTrip_: 'Your trip',
  pageCode_: 'Continue a trip',
  pageMissing_: 'Page not found',
  missing_: 'There is nothing at this address.',
  toSearch_: 'Go to the search',
  haveCode_: 'Continue with a code',
  footer_: 'A demonstration: airlines, hotels and cards are invented; the airports exist.',
  crashed_: 'This page stopped because of its own error. What is held or paid stays on the server.',
  notLoaded_: 'This part of the page was not loaded.',
  reload_: 'Load it again',
};
