// What stands where there is no answer, half of one, or one without flights; each with what to do.
import { list, longDay, money } from '../format';
import { carrierName } from '../places';
import type { FlightQuestion } from './answers';
import { focusResults } from './focus';
import type { FlightOffer } from './offers';
import { withDay } from './query';
import { address, query, weekDays } from './state';
import { t } from './texts';
import { nearestDay } from './week';

export function Missing({ missing, retry }: { missing: string[]; retry: () => void }) {
  if (missing.length === 0) return null;
  const names = missing.map((code) => (code === 'hotel' ? t.hotelsName_ : carrierName(code)));
  return <Retry kind="late" text={t.missing_(list(names))} retry={retry} />;
}

export function Failed({ retry }: { retry: () => void }) {
  return <Retry kind="bad" text={t.failed_} retry={retry} />;
}

function Retry({ kind, text, retry }: { kind: 'late' | 'bad'; text: string; retry: () => void }) {
  return (
    <div class={`note ${kind} missing-note`}>
      <p>{text}</p>
      <button
        type="button"
        class="small"
        onClick={() => {
          retry();
          focusResults();
        }}
      >
        {t.retry_}
      </button>
    </div>
  );
}

/** What can be done where no flight is left to show. */
export function NoFlights({ asked, offers }: { asked: FlightQuestion; offers: FlightOffer[] }) {
  const { direct, hour } = query.value;
  const nearest = nearestDay(weekDays.value, asked.date);
  const asking = weekDays.value.some((day) => day.state === 'asking');
  const hidden = offers.length > 0;
  return (
    <div class="none note">
      <strong>
        {hour >= 0 && hidden ? t.noneBand_ : direct && hidden ? t.noneDirect_ : t.none_}
      </strong>
      {nearest?.lowest && (
        <p>
          <a href={address(withDay(query.value, nearest.date))}>
            {t.nearest_(longDay(nearest.date), money(nearest.lowest))}
          </a>
        </p>
      )}
      {!nearest && !asking && <p>{t.noneWeek_}</p>}
      {hour >= 0 && hidden && (
        <p>
          <a href={address({ ...query.value, hour: -1 })}>{t.wholeDay_}</a>
        </p>
      )}
      {direct && hidden && (
        <p>
          <a href={address({ ...query.value, direct: false })}>{t.withStops_}</a>
        </p>
      )}
    </div>
  );
}
