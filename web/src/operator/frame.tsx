// The frame of every screen: header, list of screens, and who may do what here.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Header } from '../header';
import { allowChanges, changesAllowed, locked, token, tokenRequired, useToken } from './access';
import { asked } from './actions';
import { HOME, place } from './address';
import type { Services } from './api';
import { paused, usePolled } from './polling';
import { words } from './words';

function Screens() {
  const w = words();
  const present = place.value.path.slice(HOME.length + 1).split('/')[0] ?? '';
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const link = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (list.current && link)
      list.current.scrollLeft = link.offsetLeft - list.current.offsetLeft - 16;
  }, [present]);
  return (
    <nav class="screens" aria-label={w.screens}>
      <ul ref={list}>
        {Object.entries(w.screen).map(([name, text]) => (
          <li key={name}>
            <a
              href={name ? `${HOME}/${name}` : HOME}
              aria-current={name === present ? 'page' : undefined}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function TokenForm() {
  const w = words();
  const [typed, setTyped] = useState('');
  const refused = locked.value && token.value !== '';
  return (
    <form
      class="note late access"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim()) useToken(typed.trim());
        setTyped('');
      }}
    >
      <p role="status">
        <strong>{refused ? w.tokenWrong : w.tokenNeeded}</strong>
      </p>
      <div class="row">
        <div class="field">
          <label for="token">{w.token}</label>
          <input
            id="token"
            type="password"
            value={typed}
            autocomplete="off"
            aria-describedby="token-hint"
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <p id="token-hint" class="hint">
            {w.tokenHint}
          </p>
        </div>
        <button type="submit">{w.useToken}</button>
      </div>
    </form>
  );
}

/** A server without a token is open, which is said in red on every screen. */
function OpenServer() {
  const w = words();
  const allowed = changesAllowed.value;
  return (
    <div class="note bad access">
      <p>{w.open}</p>
      <p class="row">
        <strong>{allowed ? w.readWrite : w.readOnly}</strong>
        <button type="button" class="small" onClick={() => allowChanges(!allowed)}>
          {allowed ? w.stopChanges : w.allowChanges}
        </button>
      </p>
    </div>
  );
}

function Access() {
  const w = words();
  if (locked.value) return <TokenForm />;
  if (tokenRequired.value === false) return <OpenServer />;
  if (tokenRequired.value === null || !token.value) return null;
  return (
    <p class="row access">
      <strong class="good-text">{w.readWrite}</strong>
      <button type="button" class="quiet small" onClick={() => useToken('')}>
        {w.forgetToken}
      </button>
    </p>
  );
}

/** Asked on every screen: it says whether a token is required. */
function useTokenRequired(): void {
  const { body } = usePolled<Services>('/v1/operator/services', 30_000);
  useEffect(() => {
    if (body) tokenRequired.value = body.token_required;
  }, [body]);
}

export function Frame({ title, children }: { title: string; children: ComponentChildren }) {
  const w = words();
  useTokenRequired();
  const { path } = place.value;
  useEffect(() => {
    document.title = `${title} · ${w.title} · Viaja`;
  }, [title, w]);
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    asked.value = null;
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, [path]);
  return (
    <>
      <a class="skip" href="#content">
        {w.skip}
      </a>
      <Header home={HOME} />
      <Screens />
      <main id="content" tabIndex={-1}>
        <div class="page">
          <Access />
          <div class="spread">
            <h1 tabIndex={-1}>{title}</h1>
            <button
              type="button"
              class="quiet small"
              aria-pressed={paused.value}
              onClick={() => {
                paused.value = !paused.value;
              }}
            >
              {paused.value ? w.resume : w.pause}
            </button>
          </div>
          {!locked.value && children}
        </div>
      </main>
    </>
  );
}
