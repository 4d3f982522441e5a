// Dead letters by address, with reason and body; what was ticked is sent again or dropped.

import { useState } from 'preact/hooks';
import { number } from '../format';
import { ActionBar, Confirm, OutcomeOf } from './action_view';
import type { DeadLetter } from './api';
import { usePolled } from './polling';
import { Ago, Content, Empty } from './states';
import { words } from './words';

const EVERY_MS = 5000;

/** JSON on several lines; what is no JSON, or cut, as it came. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function Letter(properties: { letter: DeadLetter; ticked: boolean; tick: () => void }) {
  const { letter, ticked, tick } = properties;
  const w = words();
  return (
    <li class="card letter">
      <div class="row">
        <input
          type="checkbox"
          checked={ticked}
          aria-label={w.selectLetter(letter.id)}
          onChange={tick}
        />
        <strong class="bad-text">{letter.reason}</strong>
        <span class="soft small-text">
          {letter.at && <Ago at={letter.at} />} · {w.bytes(number(letter.bytes))}
        </span>
      </div>
      <p class="small-text">
        <code>{letter.id}</code>
      </p>
      <OutcomeOf row={letter.id} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must take the focus */}
      <pre class="code" tabIndex={0}>
        {pretty(letter.text)}
        {letter.text_is_cut && `\n… (${w.isCut})`}
      </pre>
    </li>
  );
}

/** Of an action on a letter that is gone from the list by now. */
function Gone({ letters }: { letters: DeadLetter[] }) {
  const [seen] = useState(() => new Set<string>());
  for (const letter of letters) seen.add(letter.id);
  const present = new Set(letters.map((letter) => letter.id));
  const gone = [...seen].filter((id) => !present.has(id));
  return (
    <>
      {gone.map((id) => (
        <OutcomeOf key={id} row={id} />
      ))}
    </>
  );
}

export function DeadLettersScreen() {
  const w = words();
  const polled = usePolled<{ dead_letters: DeadLetter[] }>(
    '/v1/operator/dead-letters?limit=200',
    EVERY_MS,
  );
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => {
    const next = new Set(ticked);
    if (!next.delete(id)) next.add(id);
    setTicked(next);
  };
  return (
    <>
      <p class="soft">{w.lettersHint}</p>
      <Content polled={polled}>
        {({ dead_letters: letters }) => {
          const targets = letters
            .filter((letter) => ticked.has(letter.id))
            .map((letter) => ({ letter: letter.id }));
          const why = targets.length === 0 ? w.cannot.nothing : undefined;
          const addresses = [...new Set(letters.map((letter) => letter.address))].sort();
          return (
            <>
              <Gone letters={letters} />
              {letters.length === 0 && <Empty>{w.noLetters}</Empty>}
              {letters.length > 0 && (
                <ActionBar
                  label={w.chosen(targets.length)}
                  offers={[
                    { wish: { action: 'requeue', targets }, why },
                    { wish: { action: 'drop', targets }, why },
                  ]}
                />
              )}
              {addresses.map((address) => (
                <section key={address} class="stack" aria-labelledby={`at-${address}`}>
                  <h2 id={`at-${address}`}>{address}</h2>
                  <ul class="stack">
                    {letters
                      .filter((letter) => letter.address === address)
                      .map((letter) => (
                        <Letter
                          key={letter.id}
                          letter={letter}
                          ticked={ticked.has(letter.id)}
                          tick={() => toggle(letter.id)}
                        />
                      ))}
                  </ul>
                </section>
              ))}
            </>
          );
        }}
      </Content>
      <Confirm onDone={polled.again} />
    </>
  );
}
