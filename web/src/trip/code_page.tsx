export function CodePage() {
  return (
    <section class="page narrow">
      <h1 tabIndex={-1}>…</h1>
    </section>
  );
}
