// The query of docs/operations.md by which an operator reads one session, and why it is stuck.

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "common/migrations/migrations.hpp"
#include "session-service/store/store.hpp"
#include "tests/ports/mysql_server.hpp"

namespace viaja::test {
namespace {

std::string query_of_the_page(const std::string& session_id) {
    std::ifstream file("docs/operations.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    const auto heading = page.find("\n### In plain SQL\n");
    const std::string fence = "\n```sql\n";
    const auto begin = page.find(fence, heading) + fence.size();
    auto query = page.substr(begin, page.find("\n```\n", begin) - begin);
    const std::string placeholder = "'SESSION'";
    query.replace(query.find(placeholder), placeholder.size(), "'" + session_id + "'");
    return query;
}

Uuid uuid(int number) {
    const std::string digits = std::to_string(1'000 + number);
    return *Uuid::parse("01980000-0000-7000-8000-00000000" + digits);
}

/// The undo of its payment: one hotel does not answer the unconfirm.
session::Session stuck_session(Instant now) {
    session::Session session;
    session.id = {uuid(1)};
    session.state = session::SessionState::paying;
    session.timeout.state = session::TimeoutState::paused;
    session.attempt = 1;
    session.needs_attention = true;
    session::Hold flight;
    flight.id = {uuid(2)};
    flight.position = 1;
    flight.request = {.item = FlightItem{"I0", "I01370", *parse_date("2026-12-20")},
                      .quantity = 1,
                      .travellers = {"Ana Souza"}};
    flight.state = session::HoldState::held;
    flight.description = "GRU-REC";
    auto room = flight;
    room.id = {uuid(3)};
    room.position = 2;
    room.description = "a room";
    room.retry = {.tries = 11, .next_attempt_at = now, .since = now, .last_error = "silent"};
    session.holds = {flight, room};
    session.payments = {{.attempt = 1,
                         .state = session::PaymentState::voiding,
                         .amount = {500, "BRL"},
                         .method = "card",
                         .token = "tok_ok",
                         .failure = session::Code::supplier_refused,
                         .failure_reason = "overbooked",
                         .code = "",
                         .pay_until = {},
                         .returned = 0}};
    session.subscriptions = {{.id = uuid(4),
                              .notify = "hotel",
                              .state = session::SubscriptionState::scheduled,
                              .retry = {}}};
    session.saga = session::Saga{
        .table = "card/3",
        .pending = Command::void_,
        .hold = {},
        .deadline = {},
        .retry = {
            .tries = 12, .next_attempt_at = now, .since = now, .last_error = "refused_by_gateway"}};
    session.timeline_length = 7;
    session.created_at = now;
    return session;
}

std::string text_of(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return "-";
}

TEST(StuckQueryOnMysql, OfThePageNamesEverythingThatTheSessionWaitsFor) {
    auto& server = MysqlServer::instance();
    const auto name = server.make_database();
    const auto connection = MysqlDatabase(server.settings(name)).connect();
    migrate(*connection, "session-service", session::session_migrations());
    const auto now = connection->now();
    const auto session = stuck_session(now);
    const session::Change opened{nullptr, &session};
    std::vector<session::SessionEntry> entries;
    for (int sequence = 1; sequence <= session.timeline_length; ++sequence) {
        session::Entry entry;
        entry.sequence = sequence;
        entry.at = now;
        entry.type = "entry " + std::to_string(sequence);
        entries.push_back({session.id, entry});
    }
    Transaction transaction(*connection);
    session::save_sessions(*connection, std::span(&opened, 1), now, {});
    session::append_timeline(*connection, entries);
    transaction.commit();

    std::vector<std::string> lines;
    for (const auto& row : connection->query(query_of_the_page(session.id.text()))) {
        std::string line;
        for (const std::size_t column : {0U, 2U, 3U, 4U, 6U, 7U})
            line += (line.empty() ? "" : " | ") + text_of(row.at(column));
        lines.push_back(line);
    }
    EXPECT_EQ(lines, (std::vector<std::string>{
                         "session | paying, timeout paused | void | 12 | refused_by_gateway | "
                         "needs attention",
                         "hold | held | - | 0 |  | GRU-REC ",
                         "hold | held | unconfirm | 11 | silent | a room ",
                         "payment | voiding | - | - | overbooked | 500 BRL",
                         "notice | scheduled | - | 0 |  | " + uuid(4).text(),
                         "timeline | entry 3 | - | - |  | -", "timeline | entry 4 | - | - |  | -",
                         "timeline | entry 5 | - | - |  | -", "timeline | entry 6 | - | - |  | -",
                         "timeline | entry 7 | - | - |  | -"}));
    EXPECT_EQ(connection->query(query_of_the_page(uuid(9).text())), Rows{});
    server.drop_database(name);
}

}  // namespace
}  // namespace viaja::test
