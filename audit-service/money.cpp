#include "audit-service/money.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "common/contract/session_shard.hpp"

namespace viaja::audit {
namespace {

constexpr std::int64_t kPage = 500;
/// Of one book, but for those of its last session, which are read as a whole.
constexpr std::int64_t kEntriesOfPage = 5'000;
/// No session with a hold is removed so soon after anything was begun for it: it stays until eight
/// days after its deadline, whatever VIAJA_RETENTION_DAYS says. Payments stay for ever. The same
/// number is in scripts/database_copies/comparison.py, KEPT_DAYS.
constexpr Duration kSessionsKept = std::chrono::days(7);
/// Of what is paid for a session that is not there: its id is not older. A traveller may
/// choose for some time before paying, and a hold lasts for seven days at most. The same is in
/// scripts/database_copies/books.py.
constexpr Duration kIdsReachBack = std::chrono::days(30);
/// Behind every id, which is written in hexadecimal digits.
const std::string kEnd = "g";

constexpr std::string_view kSessions =
    "SELECT id, state, version,"
    " (SELECT COALESCE(SUM(price_amount - COALESCE(refund, 0)), 0) FROM session_holds"
    "  WHERE session_id = sessions.id AND (state = 'confirmed' OR refund IS NOT NULL))"
    " FROM sessions WHERE id > ? ORDER BY id LIMIT ?";
constexpr std::string_view kFirst = "SELECT id FROM sessions ORDER BY id LIMIT 1";
constexpr std::string_view kVersion = "SELECT version FROM sessions WHERE id = ?";
constexpr std::string_view kPayments =
    "SELECT session_id, SUM(amount - refunded), MAX(created_at) FROM payments"
    " WHERE session_id > ? AND session_id <= ? AND state = 'captured' GROUP BY session_id";
// A stem is the session's id, "/" and the attempt; "0" comes right behind "/".
constexpr std::string_view kGateway =
    "SELECT stem, operation, amount, first_at FROM executions"
    " WHERE stem >= ? AND stem < ? AND outcome = 'ok' ORDER BY stem";
/// Of charges by Pix: what the trip keeps of them, and what is on its way back.
constexpr std::string_view kCharges =
    "SELECT charges.session_id,"
    " SUM(CASE WHEN kept = 1 THEN receipts.amount - return_to ELSE 0 END),"
    " SUM(return_to - returned), MAX(created_at) FROM charges"
    " JOIN receipts ON receipts.session_id = charges.session_id"
    "  AND receipts.attempt = charges.attempt"
    " WHERE charges.session_id > ? AND charges.session_id <= ? GROUP BY charges.session_id";
constexpr std::string_view kBank =
    "SELECT stem, SUM(amount - returned) FROM bank_receipts"
    " WHERE stem >= ? AND stem < ? GROUP BY stem";
/// The session, or the stem, of the entry that is one too many for a page.
constexpr std::string_view kNextPayment =
    "SELECT session_id FROM payments WHERE session_id > ? AND session_id <= ?"
    " ORDER BY session_id LIMIT 1 OFFSET ?";
constexpr std::string_view kNextCharge =
    "SELECT session_id FROM charges WHERE session_id > ? AND session_id <= ?"
    " ORDER BY session_id LIMIT 1 OFFSET ?";
constexpr std::string_view kNextExecution =
    "SELECT stem FROM executions WHERE stem >= ? AND stem < ? ORDER BY stem LIMIT 1 OFFSET ?";
constexpr std::string_view kNextReceipt =
    "SELECT stem FROM bank_receipts WHERE stem >= ? AND stem < ? ORDER BY stem LIMIT 1 OFFSET ?";
constexpr std::string_view kStates = "SELECT state, COUNT(*) FROM sessions GROUP BY state";
constexpr std::string_view kSagas =
    "SELECT COALESCE(SUM(CASE WHEN state IN ('paying', 'cancelling') THEN 1 ELSE 0 END), 0),"
    " COALESCE(SUM(needs_attention), 0), MIN(saga_since) FROM sessions WHERE due_at IS NOT NULL";
/// A saga's requests to suppliers wait at the holds.
constexpr std::string_view kOldestAtHolds =
    "SELECT MIN(session_holds.asked_since) FROM sessions"
    " JOIN session_holds ON session_holds.session_id = sessions.id"
    " WHERE sessions.due_at IS NOT NULL AND sessions.state IN ('paying', 'cancelling')"
    " AND session_holds.next_attempt_at IS NOT NULL AND session_holds.written_off = ''";

struct AtGateway {
    std::int64_t kept = 0;
    std::int64_t open = 0;
    std::int64_t on_its_way_back = 0;  ///< of receipts by Pix; part of `kept` until it is back

    /// The two books are not read at one moment, and between them a receipt may have come back. The
    /// same rule is in scripts/database_copies/comparison.py, of_money.
    bool is_kept(std::int64_t price) const {
        return kept == price || kept - on_its_way_back == price;
    }
};

struct Book {
    std::map<std::string, std::int64_t> kept_by_payment;
    std::map<std::string, AtGateway> at_gateway;
    /// When the session's newest payment was begun. A refund is no beginning: it may be made, and
    /// the session be removed, much later.
    std::map<std::string, Instant> begun;
};

struct SessionRow {
    bool at_rest = false;
    std::int64_t version = 0;
    std::int64_t price = 0;
};
using SessionRows = std::map<std::string, SessionRow>;

SessionRows page_of_sessions(Connection& connection, const std::string& after) {
    SessionRows page;
    for (const auto& row : connection.query(kSessions, Values{after, kPage})) {
        RowReader reader(row);
        const auto id = reader.text();
        const auto state = reader.text();
        auto& session = page[id];
        session.at_rest = state != "paying" && state != "cancelling";
        session.version = reader.integer();
        session.price = reader.integer();
    }
    return page;
}

/// The balance of one payment. The gateway's executions of a void have no amount of their own.
void add_payment(AtGateway& sum, const std::map<std::string, std::int64_t>& amounts) {
    const auto amount = [&](const char* operation) {
        const auto found = amounts.find(operation);
        return found == amounts.end() ? 0 : found->second;
    };
    sum.kept += amount("capture") - amount("refund");
    if (!amounts.contains("void")) sum.open += amount("authorize") - amount("capture");
}

std::string session_of(const std::string& stem) {
    return stem.substr(0, stem.find('/'));
}

void note(Book& book, const std::string& id, Instant at) {
    auto& begun = book.begun.try_emplace(id, at).first->second;
    begun = std::max(begun, at);
}

/// A receipt stands in both books; one that payment does not know yet has no time.
void add_charges(const MoneyBooks& books, const std::string& after, const std::string& last,
                 Book& book) {
    for (const auto& row : books.payments.query(kCharges, Values{after, last})) {
        RowReader reader(row);
        const auto id = reader.text();
        book.kept_by_payment[id] += reader.integer();
        book.at_gateway[id].on_its_way_back = reader.integer();
        note(book, id, reader.instant());
    }
    for (const auto& row : books.gateway.query(kBank, Values{after + "0", last + "0"})) {
        RowReader reader(row);
        const auto stem = reader.text();
        book.at_gateway[session_of(stem)].kept += reader.integer();
        book.begun.try_emplace(session_of(stem), Instant::max());
    }
}

/// What is on the books of sessions after `after`, up to and including `last`.
Book book_of(const MoneyBooks& books, const std::string& after, const std::string& last) {
    Book book;
    for (const auto& row : books.payments.query(kPayments, Values{after, last})) {
        RowReader reader(row);
        const auto id = reader.text();
        book.kept_by_payment[id] = reader.integer();
        note(book, id, reader.instant());
    }
    std::map<std::string, std::map<std::string, std::int64_t>> payments;
    std::map<std::string, Instant> begun;
    for (const auto& row : books.gateway.query(kGateway, Values{after + "0", last + "0"})) {
        RowReader reader(row);
        const auto stem = reader.text();
        const auto operation = reader.text();
        payments[stem][operation] += reader.integer();  // of a refund there may be several
        const auto at = reader.instant();
        auto& first = begun.try_emplace(stem, at).first->second;
        first = std::min(first, at);
    }
    for (const auto& [stem, amounts] : payments) {
        add_payment(book.at_gateway[session_of(stem)], amounts);
        note(book, session_of(stem), begun.at(stem));
    }
    add_charges(books, after, last, book);
    return book;
}

/// The id up to which no book has more than a page can take; `last`, where all of it can.
std::string end_of_page(const MoneyBooks& books, const std::string& after,
                        const std::string& last) {
    auto end = last;
    const auto shorten = [&](const Rows& found) {
        if (found.empty()) return;
        const auto session = session_of(RowReader(found.front()).text());
        if (session > after) end = std::min(end, session);  // what is no id could be before it
    };
    for (const auto next : {kNextPayment, kNextCharge})
        shorten(books.payments.query(next, Values{after, last, kEntriesOfPage}));
    for (const auto next : {kNextExecution, kNextReceipt})
        shorten(books.gateway.query(next, Values{after + "0", last + "0", kEntriesOfPage}));
    return end;
}

/// In front of all ids of that millisecond.
std::string front_of(Uuid::Bytes id) {
    std::fill(id.begin() + 6, id.end(), std::uint8_t{0});
    return Uuid(id).text();
}

/// In front of the first session, and of all that could be unknown and still count. The books have
/// years of sessions that were removed before it.
std::string beginning_of(const MoneyBooks& books) {
    const auto oldest = books.sessions.now() - kIdsReachBack;
    const auto beginning = front_of(Uuid::version7(oldest, {}).bytes());
    const auto found = books.sessions.query(kFirst);
    if (found.empty()) return beginning;
    const auto first = SessionId::parse(RowReader(found.front()).text());
    return first ? std::min(beginning, front_of(first->value.bytes())) : std::string();
}

/// Whether the row is as it was when it was read first. `row` is null for one that was not there.
bool is_unchanged(Connection& sessions, const std::string& id, const SessionRow* row) {
    const auto found = sessions.query(kVersion, Values{id});
    if (!row) return found.empty();
    return !found.empty() && RowReader(found.front()).integer() == row->version;
}

/// What is no id was made by no session of any shard, and is named with those of shard 0.
bool is_in_shard(const std::string& id, int shard) {
    const auto session_id = SessionId::parse(id);
    return (session_id ? shard_of(*session_id) : 0) == shard;
}

void compare(const MoneyBooks& books, const SessionRows& page, const Book& book,
             MoneyFindings& findings) {
    const auto young = books.sessions.now() - kSessionsKept;
    std::set<std::string> ids;
    for (const auto& [id, session] : page)
        ids.insert(id);
    for (const auto& [id, kept] : book.kept_by_payment)
        ids.insert(id);
    for (const auto& [id, at_gateway] : book.at_gateway)
        ids.insert(id);
    for (const auto& id : ids) {
        if (!is_in_shard(id, books.shard)) continue;
        const auto row = page.find(id);
        const auto* session = row == page.end() ? nullptr : &row->second;
        if (session ? !session->at_rest : book.begun.at(id) < young) continue;
        const auto price = session ? session->price : 0;
        const auto found = book.kept_by_payment.find(id);
        const auto by_payment = found == book.kept_by_payment.end() ? 0 : found->second;
        const auto entry = book.at_gateway.find(id);
        const auto at_gateway = entry == book.at_gateway.end() ? AtGateway{} : entry->second;
        const bool agree = by_payment == price && at_gateway.is_kept(price) && at_gateway.open == 0;
        if (agree || !is_unchanged(books.sessions, id, session)) continue;
        if (!session) {
            findings.unknown.push_back(id);
            continue;
        }
        if (by_payment != price) findings.payments.push_back(id);
        if (!at_gateway.is_kept(price)) findings.gateway.push_back(id);
        if (at_gateway.open != 0) findings.authorizations.push_back(id);
    }
}

void count_sessions(Connection& sessions, MoneyFindings& findings) {
    for (const auto& row : sessions.query(kStates)) {
        RowReader reader(row);
        const auto state = reader.text();
        findings.sessions[state] = reader.integer();
    }
    const auto rows = sessions.query(kSagas);
    RowReader reader(rows.at(0));
    findings.running = reader.integer();
    findings.stuck = reader.integer();
    auto since = reader.optional_instant();
    const auto at_holds = sessions.query(kOldestAtHolds);
    const auto since_at_holds = RowReader(at_holds.at(0)).optional_instant();
    if (since_at_holds) since = std::min(since.value_or(*since_at_holds), *since_at_holds);
    if (since) findings.oldest_request = std::max(sessions.now() - *since, Duration(0));
}

}  // namespace

std::optional<MoneyFindings> audit_money(const MoneyBooks& books, const GoOn& go_on) {
    MoneyFindings findings;
    auto after = beginning_of(books);
    for (;;) {
        auto page = page_of_sessions(books.sessions, after);
        const auto of_sessions = std::ssize(page) < kPage ? kEnd : page.rbegin()->first;
        const auto last = end_of_page(books, after, of_sessions);
        page.erase(page.upper_bound(last), page.end());
        compare(books, page, book_of(books, after, last), findings);
        if (!go_on()) return std::nullopt;
        if (last == kEnd) break;
        after = last;
    }
    count_sessions(books.sessions, findings);
    return findings;
}

}  // namespace viaja::audit
