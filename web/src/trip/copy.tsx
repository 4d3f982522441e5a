// A button that copies a text and says so. The clipboard is closed to pages that are neither https
// nor localhost; there the text is selected for the traveller to copy.

import { signal } from '@preact/signals';
import { Icon } from '../icon';
import { t } from './texts';

const copied = signal<{ text: string; done: boolean } | null>(null);
let timer = 0;

function select(element: Element): void {
  const selection = getSelection();
  selection?.removeAllRanges();
  const range = document.createRange();
  range.selectNodeContents(element);
  selection?.addRange(range);
}

async function copy(text: string, source: string): Promise<void> {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    done = false;
    const element = document.getElementById(source);
    if (element) select(element);
  }
  copied.value = { text, done };
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    copied.value = null;
  }, 4000);
}

/** `source` is the id of the element that shows the text. */
export function CopyButton(props: {
  text: string;
  source: string;
  label: string;
  words?: string;
  look?: string;
}) {
  const now = copied.value?.text === props.text ? copied.value : null;
  return (
    <>
      <button
        type="button"
        class={`${props.look ?? 'quiet small'} no-print`}
        aria-label={props.label}
        onClick={() => void copy(props.text, props.source)}
      >
        <Icon path={now?.done ? 'M5 12.5l4.5 4.5L19 7.5' : 'M9 9h11v11H9zM5 15H4V4h11v1'} />
        {now?.done ? t.copied_ : props.words}
      </button>
      <span class="unseen" role="status">
        {now && (now.done ? t.copied_ : t.copyByHand_)}
      </span>
    </>
  );
}
