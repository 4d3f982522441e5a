import { TripPanel } from '../trip/panel';

export function SearchPage() {
  return <div class="beside"><section><h1 tabIndex={-1}>Viaja</h1></section><TripPanel /></div>;
}
