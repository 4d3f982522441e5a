// The first script of a page. It names the language in the document, which is the one chosen last,
// else Portuguese for browsers that speak it, and starts the loading of its texts beside the code.
// It imports nothing, so that it is small and runs early.

function chosenLast(): string | null {
  try {
    return JSON.parse(localStorage.getItem('viaja.language') ?? 'null');
  } catch {
    return null;
  }
}

const preferred = () => (navigator.language.toLowerCase().startsWith('pt') ? 'pt-BR' : 'en-US');

const chosen = chosenLast() ?? preferred();
document.documentElement.lang = chosen;
void (chosen === 'pt-BR' ? import('./pt') : import('./en'));
