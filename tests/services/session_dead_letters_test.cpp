// The operators' calls about dead letters over HTTP, on a port that is a list.

#include <gtest/gtest.h>

#include "common/ports/errors.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

class ListOfLetters : public DeadLetters {
  public:
    std::vector<DeadLetter> list(std::size_t limit) override {
        const std::lock_guard guard(mutex_);
        if (away) throw Unavailable("the broker is unavailable");
        if (broken) throw std::out_of_range("a bug");
        return {letters.begin(),
                letters.begin() + static_cast<std::ptrdiff_t>(std::min(limit, letters.size()))};
    }
    bool requeue(const std::string& address, const std::string& id) override {
        const bool found = remove(address, id);
        if (found) requeued.push_back(address + " " + id);
        return found;
    }
    bool remove(const std::string& address, const std::string& id) override {
        const std::lock_guard guard(mutex_);
        if (away) throw Unavailable("the broker is unavailable");
        return std::erase_if(letters, [&](const DeadLetter& letter) {
                   return letter.address == address && letter.id == id;
               }) > 0;
    }

    std::vector<DeadLetter> letters;
    std::vector<std::string> requeued;
    std::atomic<bool> away = false;
    std::atomic<bool> broken = false;

  private:
    std::mutex mutex_;
};

class OperatorsDeadLetters : public testing::Test {
  protected:
    OperatorsDeadLetters() {
        letters.letters = {
            {"one", "hotel", "content.quantity must be 1 to 9", R"({"type":"hold"})",
             from_micros(0)},
            {"two~2", "flight.I0", "delivery_limit", std::string("\xff\x01", 2), std::nullopt},
            {"one", "payment", "type is unknown", std::string(10'000, 'x'), std::nullopt}};
    }

    SharedParts parts;
    ListOfLetters letters;
    Replica replica{parts, {.dead_letters = &letters}};
};

TEST_F(OperatorsDeadLetters, AMistakeOfOursIsAnsweredAndEndsNothing) {
    letters.broken = true;
    const auto answer = replica.call("GET", "/v1/operator/dead-letters");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.code(), "unavailable");
    letters.broken = false;
    EXPECT_EQ(replica.call("GET", "/v1/operator/dead-letters").status, 200);
}

TEST_F(OperatorsDeadLetters, ShowNeitherTokensNorCardNumbers) {
    letters.letters[0].text =
        R"({"type":"authorize","content":{"token" : "tok_\"secret","method":"card"}})";
    letters.letters[1].text = R"({"note":"4111 1111 1111 1111","token":"cut of)";
    const auto answer = replica.call("GET", "/v1/operator/dead-letters");
    const auto& list = answer.body["dead_letters"];
    EXPECT_EQ(list[0]["text"],
              R"({"type":"authorize","content":{"token" : "***","method":"card"}})");
    EXPECT_EQ(list[1]["text"], R"({"note":"***","token":"***)");
}

TEST_F(OperatorsDeadLetters, AreListedWithTheirReason) {
    const auto answer = replica.call("GET", "/v1/operator/dead-letters");
    EXPECT_EQ(answer.status, 200);
    const auto& list = answer.body["dead_letters"];
    ASSERT_EQ(list.size(), 3U);
    EXPECT_EQ(list[0]["id"], "hotel~one");
    EXPECT_EQ(list[0]["reason"], "content.quantity must be 1 to 9");
    EXPECT_EQ(list[0]["text"], R"({"type":"hold"})");
    EXPECT_EQ(list[0]["at"], "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(list[1]["text"], "\uFFFD\u0001") << "bytes that are no text are shown as such";
    EXPECT_EQ(list[1]["at"], nullptr);
    EXPECT_EQ(list[2]["bytes"], 10'000);
    EXPECT_EQ(list[2]["text"].get<std::string>().size(), 4'096U);
    EXPECT_EQ(list[2]["text_is_cut"], true);
    const auto fewer = replica.call("GET", "/v1/operator/dead-letters?limit=1");
    EXPECT_EQ(fewer.body["dead_letters"].size(), 1U);
    EXPECT_EQ(replica.call("GET", "/v1/operator/dead-letters?limit=201").code(), "invalid_field");
}

TEST_F(OperatorsDeadLetters, GoToTheirAddressAgainOrAway) {
    EXPECT_EQ(replica.call("POST", "/v1/operator/dead-letters/flight.I0~two~2/requeue").status,
              204);
    EXPECT_EQ(letters.requeued, std::vector<std::string>{"flight.I0 two~2"});
    EXPECT_EQ(replica.call("DELETE", "/v1/operator/dead-letters/hotel~one").status, 204);
    ASSERT_EQ(letters.letters.size(), 1U);
    EXPECT_EQ(letters.letters[0].address, "payment") << "an id is one of its address";
}

TEST_F(OperatorsDeadLetters, ThatAreNotThereAreNotFound) {
    for (const char* id : {"hotel~two", "one", "~one", "unknown~one"}) {
        const auto path = std::string("/v1/operator/dead-letters/") + id;
        EXPECT_EQ(replica.call("DELETE", path).code(), "not_found") << id;
        EXPECT_EQ(replica.call("POST", path + "/requeue").code(), "not_found") << id;
    }
    EXPECT_EQ(letters.letters.size(), 3U);
}

TEST_F(OperatorsDeadLetters, OfAnUnavailableBrokerAreUnavailable) {
    letters.away = true;
    EXPECT_EQ(replica.call("GET", "/v1/operator/dead-letters").code(), "unavailable");
    const auto gone = replica.call("DELETE", "/v1/operator/dead-letters/hotel~one");
    EXPECT_EQ(gone.status, 503);
    EXPECT_EQ(gone.body["side_effects"], "none");
    const auto again = replica.call("POST", "/v1/operator/dead-letters/hotel~one/requeue");
    EXPECT_EQ(again.status, 503);
    EXPECT_EQ(again.body["side_effects"], "possible");
}

TEST(OperatorsWithoutDeadLetters, Get503) {
    SharedParts parts;
    Replica replica(parts);
    EXPECT_EQ(replica.call("GET", "/v1/operator/dead-letters").status, 503);
}

}  // namespace
}  // namespace viaja::session
