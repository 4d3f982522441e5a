// A drawing of 24 by 24 units in the colour of the text beside it; never read out.

export function Icon({ path, look = '' }: { path: string; look?: string }) {
  return (
    <svg viewBox="0 0 24 24" class={`icon ${look}`} aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

export const STAR = 'M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z';
