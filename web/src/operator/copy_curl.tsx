// A button that copies requests for a shell. Where the page may not use the clipboard (it is neither
// https nor localhost) the text is shown and selected instead.

import { useState } from 'preact/hooks';
import { words } from './words';

export function CopyCurl({ text, label }: { text: string; label: string }) {
  const w = words();
  const [state, setState] = useState<'idle' | 'copied' | 'shown'>('idle');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('shown');
    }
  };
  return (
    <>
      <button type="button" class="quiet small" aria-label={label} onClick={() => void copy()}>
        {w.copyCurl}
      </button>
      <span role="status" class="small-text good-text">
        {state === 'copied' && w.copied}
      </span>
      {state === 'shown' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must take the focus
        <pre class="code" tabIndex={0}>
          {text}
        </pre>
      )}
    </>
  );
}
