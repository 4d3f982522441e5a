// The first screen: how many things need a look, which processes there are, and the breakers.

import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { HOME } from './address';
import type { Breakers, Carrier, DeadLetter, Sagas, Service, Services } from './api';
import { type Polled, usePolled } from './polling';
import { Ago, Content, Empty, Until } from './states';
import { Table } from './table';
import { named, words } from './words';

const EVERY_MS = 2000;
const SLOWLY_MS = 10_000;

/** What each replica last said; behind an entrance another one answers from time to time. */
const breakersOf = signal<Record<string, Breakers>>({});
const FORGOTTEN_AFTER_MS = 60_000;

function remember(body: Breakers): void {
  const newest = Date.parse(body.server_time);
  const fresh = Object.values(breakersOf.peek()).filter(
    (one) => newest - Date.parse(one.server_time) < FORGOTTEN_AFTER_MS,
  );
  breakersOf.value = Object.fromEntries([...fresh, body].map((one) => [one.replica, one]));
}

/** Of holds and of searches; a replica of an earlier version says nothing of the latter. */
const allOf = ({ breakers, searches = [] }: Breakers) => [...breakers, ...searches];

/** Undefined before the first answer; null when the last call failed: an old number says nothing. */
type Count = number | null | undefined;

function countOf<T>({ body, failure }: Polled<T>, count: (body: T) => number): Count {
  if (failure) return null;
  return body ? count(body) : undefined;
}

/** `alarms`: more than none is bad. */
function Tile(properties: { count: Count; text: string; to: string; alarms?: boolean }) {
  const { count, text, to, alarms = true } = properties;
  const isBad = count === null || (alarms && (count ?? 0) > 0);
  return (
    <a class={`tile card ${isBad ? 'bad' : ''}`} href={to}>
      <strong>{count === null ? '?' : (count ?? '…')}</strong> <span>{text}</span>
    </a>
  );
}

function Tiles(properties: {
  services: Polled<Services>;
  breakers: Polled<Breakers>;
  replicas: Breakers[];
}) {
  const { services, breakers, replicas } = properties;
  const w = words();
  const stuck = usePolled<Sagas>('/v1/operator/sagas?state=stuck&limit=1', EVERY_MS);
  const running = usePolled<Sagas>('/v1/operator/sagas?state=running&limit=1', EVERY_MS);
  const letters = usePolled<{ dead_letters: DeadLetter[] }>(
    '/v1/operator/dead-letters?limit=200',
    SLOWLY_MS,
  );
  const gone = countOf(
    services,
    (body) => body.services.filter((one) => one.state === 'gone').length,
  );
  const open = countOf(
    breakers,
    () => replicas.flatMap(allOf).filter((one) => one.state !== 'closed').length,
  );
  return (
    <div class="tiles">
      <Tile
        count={countOf(stuck, (body) => body.total)}
        text={w.tiles.stuck}
        to={`${HOME}/sagas`}
      />
      <Tile
        count={countOf(running, (body) => body.total)}
        text={w.tiles.running}
        to={`${HOME}/sagas?state=running`}
        alarms={false}
      />
      <Tile
        count={countOf(letters, (body) => body.dead_letters.length)}
        text={w.tiles.letters}
        to={`${HOME}/dead-letters`}
      />
      <Tile count={gone} text={w.tiles.gone} to={`${HOME}#services`} />
      <Tile count={open} text={w.tiles.open} to={`${HOME}#breakers`} />
    </div>
  );
}

function ServiceTable({ services }: { services: Service[] }) {
  const w = words();
  if (services.length === 0) return <Empty>{w.noServices}</Empty>;
  return (
    <Table
      label={w.services}
      heads={[w.address, w.service, w.state, w.lastSeen, w.since, w.version, w.instance]}
    >
      {services.map((one) => (
        <tr key={one.instance + one.address} class={one.state === 'gone' ? 'bad-row' : ''}>
          <th scope="row">{one.address}</th>
          <td>
            {one.service}
            {one.http && <div class="soft small-text">{one.http}</div>}
          </td>
          <td>
            <span class={`tag ${one.state === 'gone' ? 'bad' : 'good'}`}>
              {named(w.serviceStates, one.state)}
            </span>
          </td>
          <td>
            <Ago at={one.last_seen} />
          </td>
          <td>
            <Ago at={one.since} />
          </td>
          <td>{one.version}</td>
          <td>
            <code>{one.instance.slice(-8)}</code>
          </td>
        </tr>
      ))}
    </Table>
  );
}

const BREAKER_LOOKS = { closed: 'good', open: 'bad', half_open: 'late' };

function BreakerTable(properties: {
  replicas: Breakers[];
  of: 'breakers' | 'searches';
  label: string;
}) {
  const { replicas, of, label } = properties;
  const w = words();
  const rows = replicas.flatMap((one) =>
    (one[of] ?? []).map((breaker) => ({ replica: one.replica, breaker })),
  );
  if (rows.length === 0) return <Empty>{w.noBreakers}</Empty>;
  rows.sort((one, other) => one.breaker.address.localeCompare(other.breaker.address));
  return (
    <Table label={label} heads={[w.supplier, w.state, w.since, w.nextProbe, w.replica]}>
      {rows.map(({ replica, breaker }) => (
        <tr
          key={replica + breaker.address}
          class={breaker.state === 'closed' && !breaker.gone ? '' : 'bad-row'}
        >
          <th scope="row">{breaker.address}</th>
          <td>
            <span class={`tag ${BREAKER_LOOKS[breaker.state]}`}>
              {named(w.breakerStates, breaker.state)}
            </span>
            {breaker.gone && <div class="small-text bad-text">{w.allGone}</div>}
          </td>
          <td>
            <Ago at={breaker.since} />
          </td>
          <td>
            <Until at={breaker.next_probe} />
          </td>
          <td>
            <code>{replica.slice(-8)}</code>
          </td>
        </tr>
      ))}
    </Table>
  );
}

function CarrierTable({ carriers }: { carriers: Carrier[] }) {
  const w = words();
  return (
    <Table label={w.carriers} heads={[w.carrier, w.state, w.flights, w.problem]}>
      {carriers.map((one) => (
        <tr key={one.carrier}>
          <th scope="row">{one.carrier}</th>
          <td>
            <span class={`tag ${one.state === 'present' ? 'good' : 'late'}`}>
              {named(w.carrierStates, one.state)}
            </span>
          </td>
          <td>{one.flights}</td>
          <td>{one.problem ?? w.none}</td>
        </tr>
      ))}
    </Table>
  );
}

export function ServicesScreen() {
  const w = words();
  const services = usePolled<Services>('/v1/operator/services', EVERY_MS);
  const breakers = usePolled<Breakers>('/v1/operator/breakers', EVERY_MS);
  useEffect(() => {
    if (breakers.body) remember(breakers.body);
  }, [breakers.body]);
  const replicas = Object.values(breakersOf.value);
  return (
    <>
      <Tiles services={services} breakers={breakers} replicas={replicas} />
      <Content polled={services}>
        {(body) => (
          <>
            <h2 id="services">{w.services}</h2>
            <ServiceTable services={body.services} />
            <h2 id="breakers">{w.breakers}</h2>
            <p class="soft">{w.breakersHint}</p>
            <BreakerTable replicas={replicas} of="breakers" label={w.breakers} />
            <h2>{w.searchBreakers}</h2>
            <p class="soft">{w.searchBreakersHint}</p>
            <BreakerTable replicas={replicas} of="searches" label={w.searchBreakers} />
            <h2>{w.carriers}</h2>
            <CarrierTable carriers={body.carriers} />
          </>
        )}
      </Content>
    </>
  );
}
