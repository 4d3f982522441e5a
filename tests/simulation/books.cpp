// Reading the books of all services for the checkers.

#include <sstream>

#include "tests/simulation/checkers.hpp"

namespace viaja::simulation {
namespace {

void append(std::ostringstream& text, Connection& connection, const std::string& sql) {
    for (const auto& row : connection.query(sql)) {
        for (const auto& value : row) {
            if (const auto* number = std::get_if<std::int64_t>(&value)) text << *number;
            if (const auto* word = std::get_if<std::string>(&value)) text << *word;
            text << '|';
        }
        text << '\n';
    }
}

}  // namespace

session::SessionsById all_sessions(World& world) {
    std::vector<SessionId> ids;
    for (const auto& row : world.session_reader->query("SELECT id FROM sessions ORDER BY id")) {
        ids.push_back(*SessionId::parse(RowReader(row).text()));
    }
    return session::find_sessions(*world.session_reader, ids);
}

std::vector<SupplierHold> all_supplier_holds(World& world) {
    std::vector<SupplierHold> holds;
    for (const auto& books : world.suppliers) {
        const auto rows = books->reader->query(
            "SELECT id, session_id, state, attempt, claims, borrowed, quantity, price FROM holds "
            "ORDER BY id");
        for (const auto& row : rows) {
            RowReader reader(row);
            SupplierHold hold;
            hold.supplier = books->address;
            hold.id = *HoldId::parse(reader.text());
            hold.session_id = *SessionId::parse(reader.text());
            hold.state = reader.text();
            hold.attempt = static_cast<int>(reader.integer());
            hold.claims = reader.text();
            hold.borrowed = reader.optional_text().value_or("");
            hold.quantity = reader.integer();
            hold.price = reader.integer();
            holds.push_back(std::move(hold));
        }
    }
    return holds;
}

std::string fingerprint(World& world) {
    std::ostringstream text;
    append(text, *world.session_reader,
           "SELECT id, state, timeout_state, attempt, saga_pending, version FROM sessions "
           "ORDER BY id");
    append(text, *world.session_reader,
           "SELECT id, state, attempt, price_amount, booking_reference FROM session_holds "
           "ORDER BY id");
    append(text, *world.session_reader,
           "SELECT session_id, id, state FROM timeout_notices ORDER BY session_id, id");
    append(text, *world.session_reader,
           "SELECT session_id, attempt, state, failure FROM session_payments "
           "ORDER BY session_id, attempt");
    append(text, *world.session_reader,
           "SELECT session_id, sequence, type FROM timeline ORDER BY session_id, sequence");
    append(text, *world.payment_reader,
           "SELECT session_id, attempt, state FROM payments ORDER BY session_id, attempt");
    append(text, *world.payment_reader,
           "SELECT session_id, attempt, state FROM charges ORDER BY session_id, attempt");
    append(text, *world.payment_reader,
           "SELECT session_id, attempt, receipt, kept, returned FROM receipts"
           " ORDER BY session_id, attempt, position");
    for (const auto& books : world.suppliers) {
        append(text, *books->reader, "SELECT id, state, attempt, reason FROM holds ORDER BY id");
        append(text, *books->reader, "SELECT id, held, confirmed FROM units ORDER BY id");
    }
    return text.str();
}

}  // namespace viaja::simulation
