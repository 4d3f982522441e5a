import type { ComponentChildren } from 'preact';
import { Component, render } from 'preact';
import { resumeCalls } from './calls';
import { later, loadAllLater } from './later';
import { startLive } from './live';
import { loadPlaces } from './places';
import { place, startRouter } from './router';
import { SearchPage } from './search/page';
import { Shell } from './shell';
import { shellTexts } from './texts/shell';

const TripPage = later(async () => (await import('./rest')).TripPage);
const CodePage = later(async () => (await import('./rest')).CodePage);

function MissingPage() {
  const t = shellTexts();
  return (
    <section class="page narrow">
      <h1 tabIndex={-1}>{t.pages.missing}</h1>
      <p>{t.missing}</p>
      <a class="button" href="/">
        {t.toSearch}
      </a>
    </section>
  );
}

function Page() {
  const { path } = place.value;
  const { pages } = shellTexts();
  if (path === '/')
    return (
      <Shell title={pages.search} steps>
        <SearchPage />
      </Shell>
    );
  if (path === '/trip')
    return (
      <Shell title={pages.trip} steps>
        <TripPage />
      </Shell>
    );
  if (path === '/code')
    return (
      <Shell title={pages.code} steps={false}>
        <CodePage />
      </Shell>
    );
  return (
    <Shell title={pages.missing} steps={false}>
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
    const t = shellTexts();
    return (
      <main class="page narrow">
        <h1>{t.title}</h1>
        <p>{t.crashed}</p>
        <button type="button" onClick={() => location.reload()}>
          {t.reload}
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
if (root)
  render(
    <Guard>
      <Page />
    </Guard>,
    root,
  );
