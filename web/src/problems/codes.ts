// The codes of common/http/problem.cpp, each with what it means for the money of the trip. A test
// compares this list with that table.

/** `nothing`: this call charged nothing. `running`: a payment runs, and it alone may charge.
 * `unsure`: the call may have had its effect; repeating it with its key charges once at most. */
export type Charge = 'nothing' | 'running' | 'unsure';

export const CHARGES = {
  malformed_request: 'nothing',
  malformed_json: 'nothing',
  invalid_field: 'nothing',
  missing_idempotency_key: 'nothing',
  bad_signature: 'nothing',
  payment_declined: 'nothing',
  foreign_page: 'nothing',
  not_found: 'nothing',
  method_not_allowed: 'nothing',
  not_acceptable: 'nothing',
  request_timeout: 'nothing',
  not_available: 'nothing',
  supplier_refused: 'nothing',
  invalid_state: 'nothing',
  session_expired: 'nothing',
  payment_in_progress: 'running',
  payment_undone: 'nothing',
  hold_pending: 'nothing',
  hold_lost: 'nothing',
  no_holds: 'nothing',
  request_in_progress: 'running',
  busy: 'nothing',
  capture_pending: 'running',
  impossible_connection: 'nothing',
  quote_expired: 'nothing',
  price_changed: 'nothing',
  version_mismatch: 'nothing',
  body_too_large: 'nothing',
  uri_too_long: 'nothing',
  unsupported_media_type: 'nothing',
  wrong_shard: 'unsure',
  amount_mismatch: 'nothing',
  idempotency_key_reused: 'nothing',
  upgrade_required: 'nothing',
  too_many_requests: 'nothing',
  headers_too_large: 'nothing',
  overloaded: 'nothing',
  supplier_unavailable: 'nothing',
  unavailable: 'unsure',
  draining: 'nothing',
} as const satisfies Record<string, Charge>;

export type ProblemCode = keyof typeof CHARGES;

export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(CHARGES, text);
