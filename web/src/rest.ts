// What the first picture does not need, as one file: it packs smaller than a file for each part.
// It imports the start as well, so that esbuild puts all that is needed first into one file too.

import './main';

export { RouteMap } from './map/route_map';
export { MonthView } from './search/month_view';
export { NightGrid } from './search/night_grid';
export { SliceFields } from './search/slice_fields';
export { CancelTrip } from './trip/cancel';
export { CodePage } from './trip/code_page';
export { FareChoice, RefundTerms } from './trip/fare_choice';
export { PriceGuarantee } from './trip/new_prices';
export { PaymentForm } from './trip/payment_form';
export { QrCode } from './trip/qr';
export { Share } from './trip/share';
