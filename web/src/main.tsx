import './jsx';
import type { ComponentChildren, ComponentType } from 'preact';
import { Component, render } from 'preact';
import { resumeCalls } from './calls';
import { later, loadLater } from './later';
import { startLive } from './live';
import { loadPlaces } from './places';
import { place, startRouter } from './router';
import { SearchPage } from './search/page';
import { Shell } from './shell';
import { loadTexts } from './texts/dictionary';
import { t } from './texts/shell';
import { TripPage } from './trip/page';

const CodePage = later('CodePage');

function MissingPage() {
  return (
    <section class="page narrow">
      <h1 tabIndex={-1}>{t.pageMissing_}</h1>
      <p>{t.missing_}</p>
      <a class="button" href="/">
        {t.toSearch_}
      </a>
    </section>
  );
}

/** The title of an address, whether it is a step of a trip, and what it shows. */
function pageAt(path: string): [string, boolean, ComponentType] {
  if (path === '/') return [t.pageSearch_, true, SearchPage];
  if (path === '/trip') return [t.pageTrip_, true, TripPage];
  if (path === '/code') return [t.pageCode_, false, CodePage];
  return [t.pageMissing_, false, MissingPage];
}

function Page() {
  const [title, steps, Part] = pageAt(place.value.path);
  return (
    <Shell title={title} steps={steps}>
      <Part />
    </Shell>
  );
}

/** An error while drawing says so instead of leaving half a page. */
class Guard extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };
  override componentDidCatch(error: unknown) {
    console.error(error);
    this.setState({ failed: true });
  }
  render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main class="page narrow">
        <h1>{t.title_}</h1>
        <p>{t.crashed_}</p>
        <button type="button" onClick={() => location.reload()}>
          {t.reload_}
        </button>
      </main>
    );
  }
}

startRouter();
startLive();
void loadPlaces();
void resumeCalls();
loadLater();

const root = document.getElementById('app');
if (root) {
  await loadTexts();
  render(
    <Guard>
      <Page />
    </Guard>,
    root,
  );
}
