// Where the focus goes when the control that had it is drawn no more: never to nothing.

/** The heading of what is shown now, which a screen reader then reads. */
export function focusResults(): void {
  requestAnimationFrame(() => document.getElementById('results')?.focus());
}

/** The hold button of the offer in which something was pressed. */
export function focusOffer(event: Event): void {
  const offer = (event.currentTarget as Element).closest('li');
  requestAnimationFrame(() => offer?.querySelector<HTMLElement>('.hold-button')?.focus());
}
