// What a hold is whose kind this page does not know: its supplier describes it in both languages.
import type { Hold, OtherFacts } from '../api';
import { dayRange, mediumDay } from '../format';
import { language } from '../texts/language';
import { compact } from './calendar';
import { type ItemWords, wordsOf } from './item';

type OtherHold = Extract<Hold, { type: 'other' }>;

/** What the supplier has said; before that only a description is known. */
const factsOf = ({ item }: OtherHold): OtherFacts | null =>
  item?.type === 'other' && item.title ? (item as OtherFacts) : null;

const spoken = (english: string, portuguese: string): string =>
  language.value === 'pt-BR' ? portuguese : english;

/** "Carro de aluguel"; empty until the supplier has answered. */
export function otherKind(hold: OtherHold): string {
  const facts = factsOf(hold);
  return facts ? spoken(facts.kind, facts.kind_pt) : '';
}

export function otherWords(hold: OtherHold): ItemWords {
  const facts = factsOf(hold);
  const details = (facts?.details ?? []).map(
    (one) => `${spoken(one.name, one.name_pt)}: ${spoken(one.value, one.value_pt)}`,
  );
  return wordsOf(hold, {
    ...(facts && { title: spoken(facts.title, facts.title_pt) }),
    detail: [otherKind(hold), ...details].filter(Boolean).join(' · '),
    when: hold.from === hold.until ? mediumDay(hold.from) : dayRange(hold.from, hold.until),
    quantity: `× ${hold.quantity}`,
  });
}

/** When it begins, as in a calendar file. */
export function otherTimes(hold: OtherHold): string[] {
  const facts = factsOf(hold);
  return facts ? [`DTSTART:${compact(new Date(facts.starts_at))}`] : [];
}
