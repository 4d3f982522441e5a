// What a hold is whose kind this page does not know: its supplier describes it in both languages.
import type { OtherFacts } from '../api';
import { dayRange, mediumDay } from '../format';
import { language } from '../texts/language';
import { type ItemWords, type OtherHold, wordsOf } from './item';

/** What the supplier has said; before that only a description is known. */
export const otherFacts = ({ item }: OtherHold): OtherFacts | null =>
  item?.type === 'other' && item.title ? (item as OtherFacts) : null;

const spoken = (english: string, portuguese: string): string =>
  language.value === 'pt-BR' ? portuguese : english;

export function otherWords(hold: OtherHold): ItemWords {
  const facts = otherFacts(hold);
  const details = (facts?.details ?? []).map(
    (one) => `${spoken(one.name, one.name_pt)}: ${spoken(one.value, one.value_pt)}`,
  );
  return wordsOf(hold, {
    ...(facts && {
      title: spoken(facts.title, facts.title_pt),
      detail: [spoken(facts.kind, facts.kind_pt), ...details].join(' · '),
    }),
    when: hold.from === hold.until ? mediumDay(hold.from) : dayRange(hold.from, hold.until),
    quantity: `× ${hold.quantity}`,
  });
}
