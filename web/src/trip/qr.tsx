// A QR code as one SVG path: no canvas and no style attribute, so that the content policy holds.

import { generate } from 'lean-qr/nano';

const QUIET_ZONE = 3;

export function QrCode({ text, label }: { text: string; label: string }) {
  const code = generate(text);
  let path = '';
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) if (code.get(x, y)) path += `M${x} ${y}h1v1h-1z`;
  }
  const size = code.size + 2 * QUIET_ZONE;
  return (
    <svg
      class="qr"
      role="img"
      aria-label={label}
      viewBox={`-${QUIET_ZONE} -${QUIET_ZONE} ${size} ${size}`}
    >
      <path d={path} />
    </svg>
  );
}
