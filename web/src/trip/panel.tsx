// The trip beside the search on a desk, and as a bar at the bottom of a phone.

export function TripPanel() {
  return <aside class="trip-panel" />;
}
