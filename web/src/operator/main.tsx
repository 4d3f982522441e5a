// The operator's page: a page and script of its own, so that travellers load nothing of it.

import '../jsx';
import '../texts/start';
import type { ComponentType } from 'preact';
import { render } from 'preact';
import { loadTexts } from '../texts/dictionary';
import { HOME, place, startAddresses } from './address';
import { AuditScreen } from './audit';
import { ChartsScreen, startCharts } from './charts';
import { DeadLettersScreen } from './dead_letters';
import { FindScreen } from './find';
import { Frame } from './frame';
import { SagasScreen } from './sagas';
import { ServicesScreen } from './services';
import { SessionScreen } from './session';
import { UnitsScreen } from './units';
import { words } from './words';

const SCREENS: Record<string, ComponentType> = {
  '': ServicesScreen,
  sagas: SagasScreen,
  sessions: FindScreen,
  'dead-letters': DeadLettersScreen,
  units: UnitsScreen,
  audit: AuditScreen,
  charts: ChartsScreen,
};

function Page() {
  const w = words();
  const [name = '', id] = place.value.path.slice(HOME.length + 1).split('/');
  if (name === 'sessions' && id) {
    return (
      <Frame title={w.session}>
        <SessionScreen key={id} id={id} />
      </Frame>
    );
  }
  const Screen = SCREENS[name];
  if (!Screen) {
    return (
      <Frame title={w.title}>
        <p>{w.missing}</p>
      </Frame>
    );
  }
  return (
    <Frame title={w.screen[name] ?? ''}>
      <Screen key={name} />
    </Frame>
  );
}

startAddresses();
startCharts();

const root = document.getElementById('app');
if (root) {
  await loadTexts();
  render(<Page />, root);
}
