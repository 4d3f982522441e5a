export function TripPage() {
  return (
    <section class="page">
      <h1 tabIndex={-1}>…</h1>
    </section>
  );
}
