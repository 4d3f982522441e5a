// What a hold is whose kind this page does not know: its supplier describes it in both languages.
import type { OtherFacts } from '../api';
import { dayRange, mediumDay } from '../format';
import { language } from '../texts/language';
import { type ItemWords, type Lookup, type OtherHold, wordsOf } from './item';

/** What the supplier has said; before that only a description is known. */
export const otherFacts = ({ item }: OtherHold): OtherFacts | null =>
  item?.type === 'other' && item.title ? (item as OtherFacts) : null;

const spoken = (english: string, portuguese: string): string =>
  language.value === 'pt-BR' ? portuguese : english;

/** Of a hold, and of what is on sale. */
type Described = Pick<OtherFacts, 'kind' | 'kind_pt' | 'title' | 'title_pt' | 'details'>;

export const otherTitle = ({ title, title_pt }: Described): string => spoken(title, title_pt);

/** "Carro de aluguel · Câmbio: automático" */
export function otherDetail({ kind, kind_pt, details }: Described): string {
  const said = details.map(
    (one) => `${spoken(one.name, one.name_pt)}: ${spoken(one.value, one.value_pt)}`,
  );
  return [spoken(kind, kind_pt), ...said].join(' · ');
}

export const otherDays = ({ from, until }: { from: string; until: string }): string =>
  from === until ? mediumDay(from) : dayRange(from, until);

export function otherWords(hold: OtherHold): ItemWords {
  const facts = otherFacts(hold);
  return wordsOf(hold, {
    ...(facts && { title: otherTitle(facts), detail: otherDetail(facts) }),
    when: otherDays(hold),
    quantity: `× ${hold.quantity}`,
  });
}

export const otherPlace = (hold: OtherHold): Lookup => [
  otherFacts(hold)?.near,
  hold.from,
  hold.until,
  '',
  String(hold.quantity),
];
