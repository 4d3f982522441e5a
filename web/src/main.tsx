import './jsx';
import type { ComponentChildren } from 'preact';
import { Component, render } from 'preact';
import { resumeCalls } from './calls';
import { later, loadAllLater } from './later';
import { startLive } from './live';
import { loadPlaces } from './places';
import { place, startRouter } from './router';
import { SearchPage } from './search/page';
import { Shell } from './shell';
import { loadTexts } from './texts/dictionary';
import { t } from './texts/shell';
import { TripPage } from './trip/page';

const CodePage = later(async () => (await import('./rest')).CodePage);

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

function Page() {
  const { path } = place.value;
  if (path === '/')
    return (
      <Shell title={t.pageSearch_} steps>
        <SearchPage />
      </Shell>
    );
  if (path === '/trip')
    return (
      <Shell title={t.pageTrip_} steps>
        <TripPage />
      </Shell>
    );
  if (path === '/code')
    return (
      <Shell title={t.pageCode_} steps={false}>
        <CodePage />
      </Shell>
    );
  return (
    <Shell title={t.pageMissing_} steps={false}>
      <MissingPage />
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
loadAllLater();

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
