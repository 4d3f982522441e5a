// The story of a session in three densities: what happened to holds, steps and the end; every entry;
// the API's own JSON. The first two as a diagram and as a table of the same.

import type { Entry } from '../api';
import { Switch } from '../switch';
import { filter, place } from './address';
import type { OperatorSession } from './api';
import { diagramOf } from './sequence';
import { arrowWord, laneWord, Sequence } from './sequence_view';
import { exactTime } from './states';
import { Table } from './table';
import type { Pending } from './waiting';
import { words } from './words';

const DENSITIES = ['story', 'all', 'json'] as const;
type Density = (typeof DENSITIES)[number];

/** Entries that the short form leaves out. */
const MINOR = /^(timeout\.|hold\.asked$)/;
/** Rows of the diagram; older ones stand in the table alone. */
const ROWS_MAX = 200;

const densityOf = (text: string | null): Density =>
  DENSITIES.find((density) => density === text) ?? 'story';

function Raw({ session, entries }: { session: OperatorSession; entries: Entry[] }) {
  const text = JSON.stringify({ ...session, timeline: entries }, null, 2);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must take the focus
    <pre class="code" tabIndex={0}>
      {text}
    </pre>
  );
}

export function Story(properties: {
  session: OperatorSession;
  entries: Entry[];
  pending: Pending[];
}) {
  const { session, entries, pending } = properties;
  const w = words();
  const density = densityOf(place.value.query.get('show'));
  const shown = density === 'story' ? entries.filter((entry) => !MINOR.test(entry.type)) : entries;
  const { arrows } = diagramOf(shown, session.holds, pending);
  const diagram = diagramOf(shown.slice(-ROWS_MAX), session.holds, pending);
  return (
    <section class="stack" aria-labelledby="story">
      <div class="spread">
        <h2 id="story">{w.history}</h2>
        <Switch
          label={w.history}
          chosen={density}
          all={DENSITIES.map((value) => [value, w.densities[value]])}
          choose={(value) => filter({ show: value === 'story' ? '' : value })}
        />
      </div>
      {density === 'json' ? (
        <Raw session={session} entries={entries} />
      ) : (
        <>
          <Sequence diagram={diagram} />
          <details>
            <summary>
              {w.history}: {arrows.length}
            </summary>
            <Table label={w.history} heads={[w.at, w.who, w.what, w.detail]}>
              {arrows.map((arrow) => (
                <tr key={arrow.key}>
                  <td>{arrow.at ? exactTime(arrow.at) : w.none}</td>
                  <td>
                    {laneWord(arrow.from)}
                    {arrow.from !== arrow.to && ` → ${laneWord(arrow.to)}`}
                  </td>
                  <td>{arrowWord(arrow)}</td>
                  <td>
                    {arrow.look === 'pending' ? w.pendingTries(Number(arrow.detail)) : arrow.detail}
                  </td>
                </tr>
              ))}
            </Table>
          </details>
        </>
      )}
    </section>
  );
}
