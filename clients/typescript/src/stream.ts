// The same frames as server-sent events over fetch, where there is no WebSocket: one connection.

import { refusalOf, sessionPath, Unreachable } from './http.ts';
import type { Frame, StateFrame } from './types.ts';

const SILENCE_MS = 35_000;

/** Frames behind the entry `after` until the connection ends, by itself or by an error. */
export async function* stream(
  url: string,
  session: { id: string; token: string },
  after: number,
  signal?: AbortSignal,
): AsyncGenerator<StateFrame> {
  signal?.throwIfAborted();
  const over = new AbortController();
  const abort = () => over.abort();
  signal?.addEventListener('abort', abort);
  let timer = setTimeout(abort, SILENCE_MS);
  try {
    const response = await fetch(url + sessionPath(session.id, '/events'), {
      headers: {
        Accept: 'text/event-stream',
        Authorization: `Bearer ${session.token}`,
        'Last-Event-ID': String(after),
      },
      signal: over.signal,
    });
    if (!response.ok) throw refusalOf(response, await response.json().catch(() => null));
    for await (const frame of framesOf(response)) {
      clearTimeout(timer);
      timer = setTimeout(abort, SILENCE_MS);
      if (frame.type === 'state') yield frame;
    }
  } catch (error) {
    if (signal?.aborted || !(over.signal.aborted || error instanceof TypeError)) throw error;
    throw new Unreachable();
  } finally {
    clearTimeout(timer);
    over.abort();
    signal?.removeEventListener('abort', abort);
  }
}

async function* framesOf(response: Response): AsyncGenerator<Frame> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) return;
    const events = (rest + part.value).replaceAll('\r\n', '\n').split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = event.split('\n').filter((line) => line.startsWith('data:'));
      if (data.length > 0) yield JSON.parse(data.map((line) => line.slice(5)).join('\n')) as Frame;
    }
  }
}
