// A session that is asked for with a foreign token is treated as one that does not exist: the same
// answer after the same statements, whatever is asked.

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/services/recording_database.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

constexpr const char* kUnknown = "0198c0de-0000-7000-8000-000000000001";
constexpr const char* kWish =
    R"({"type":"flight","carrier":"I0","flight":"I01370","date":"2027-02-01","quantity":1,)"
    R"("travellers":[{"name":"Ana Souza"}]})";
constexpr const char* kPayment =
    R"({"method":"card","token":"tok_ok","amount":{"amount":1000,"currency":"BRL"}})";

struct Call {
    const char* method;
    const char* path;  ///< behind the session
    const char* body;
};
const Call kCalls[] = {
    {"GET", "", ""},
    {"GET", "/timeline", ""},
    {"GET", "/events", ""},
    {"DELETE", "", ""},
    {"POST", "/holds", kWish},
    {"PUT", "/holds/0198c0de-0000-7000-8000-000000000002", kWish},
    {"DELETE", "/holds/0198c0de-0000-7000-8000-000000000002", ""},
    {"POST", "/payments", kPayment},
    {"POST", "/cancellations", ""},
    {"POST", "/cancellations/0198c0de-0000-7000-8000-000000000009/confirm", ""},
    {"POST", "/codes", ""},
};

/// The answer without what differs from request to request, and the statements behind it.
struct Treatment {
    int status = 0;
    nlohmann::json body;
    std::vector<std::string> statements;
};

class SessionAccess : public ::testing::Test {
  public:
    Treatment treat(const std::string& method, const std::string& path, const std::string& body) {
        statements_.take();
        auto answer = replica_.call(method, path, body,
                                    {{"Authorization", "Bearer " + std::string(43, 'x')},
                                     {"Idempotency-Key", "key-" + std::to_string(++keys_)}});
        answer.body.erase("request_id");
        answer.body.erase("instance");
        return {answer.status, answer.body, statements_.take()};
    }

    SharedParts parts_;
    test::RecordingDatabase statements_{parts_.database};
    /// The replica does not hear its own announcements, which may make it read a session again.
    InProcessBus silent_{parts_.clock, parts_.random};
    Replica replica_{parts_,
                     {.bus_of_events = &silent_,
                      .database_of_reads = &statements_,
                      .database_of_decisions = &statements_,
                      .resend_first = std::chrono::hours(1)}};
    int keys_ = 0;
};

TEST_F(SessionAccess, AForeignTokenCostsWhatAnUnknownSessionCosts) {
    replica_.open_and_hold();
    replica_.ask_for_a_flight();
    for (const auto& call : kCalls) {
        const auto foreign = treat(call.method, replica_.session_path(call.path), call.body);
        const auto unknown =
            treat(call.method, std::string("/v1/sessions/") + kUnknown + call.path, call.body);
        EXPECT_EQ(foreign.status, 404) << call.method << " " << call.path;
        EXPECT_EQ(foreign.body, unknown.body) << call.method << " " << call.path;
        EXPECT_EQ(foreign.statements, unknown.statements) << call.method << " " << call.path;
        EXPECT_FALSE(foreign.statements.empty());
    }
}

TEST_F(SessionAccess, TheCallOfTheFirstVersionReadsNothingOfAnotherSession) {
    replica_.open_and_hold();
    const auto change = [&](const std::string& session_id) {
        return treat("PUT", "/sessoes/" + session_id + "/estado", R"({"novoEstado":"PAUSADA"})");
    };
    const auto foreign = change(replica_.session());
    const auto unknown = change(kUnknown);
    EXPECT_EQ(foreign.status, 404);
    EXPECT_EQ(foreign.body, unknown.body);
    EXPECT_EQ(foreign.statements, unknown.statements);
}

TEST_F(SessionAccess, AForeignTokenDoesNotLearnThatASessionIsBusy) {
    replica_.open_and_hold();
    Replica busy(parts_, {.all_are_busy = true});
    const auto ask = [&](const std::string& session_id, const std::string& token,
                         const Call& call) {
        auto answer = busy.call(call.method, "/v1/sessions/" + session_id + call.path, call.body,
                                {{"Authorization", "Bearer " + token},
                                 {"Idempotency-Key", "key-" + std::to_string(++keys_)}});
        answer.body.erase("request_id");
        answer.body.erase("instance");
        return answer;
    };
    const std::string foreign(43, 'x');
    for (const auto& call : kCalls) {
        const auto unknown = ask(kUnknown, foreign, call);
        const auto guessed = ask(replica_.session(), foreign, call);
        EXPECT_EQ(guessed.status, 404) << call.method << " " << call.path;
        EXPECT_EQ(guessed.body, unknown.body) << call.method << " " << call.path;
    }
    const Call cancel{"DELETE", "", ""};
    EXPECT_EQ(ask(replica_.session(), replica_.token(), cancel).code(), "busy");
}

TEST_F(SessionAccess, TheRightTokenStillReadsTheHolds) {
    replica_.open_and_hold();
    statements_.take();
    replica_.as_traveller("DELETE", replica_.session_path());
    const auto statements = statements_.take();
    EXPECT_TRUE(std::ranges::count(statements, "find session_holds 1") > 0);
    EXPECT_EQ(std::ranges::count(statements, "find session_tokens 1"), 0)
        << "the first token is in the session's row";
}

}  // namespace
}  // namespace viaja::session
