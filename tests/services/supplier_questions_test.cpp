// Questions that a supplier drops: each ends its span with the reason.

#include <gtest/gtest.h>

#include "common/supplier/questions.hpp"
#include "tests/ports/kept_spans.hpp"
#include "tests/services/supplier_world.hpp"

namespace viaja::supplier {
namespace {

class SupplierQuestions : public ::testing::Test {
  protected:
    Question question() const {
        return {.id = {},
                .wait = std::chrono::seconds(1),
                .reply_to = "session",
                .about = FlightQuestion{"GRU", "REC", *parse_date("2026-12-20"), 1}};
    }

    static Origin origin() {
        Origin origin;
        origin.input = "ask-flights";
        origin.context.trace_id.bytes.fill(0x2a);
        origin.context.sampled = true;
        return origin;
    }

    std::vector<std::string> errors() const {
        std::vector<std::string> errors;
        for (const auto& span : spans.spans)
            errors.push_back(span.error);
        return errors;
    }

    test::TestClock clock{morning()};
    CountedRandom random;
    test::KeptSpans spans;
    InProcessBus bus{clock, random};
    SqliteDatabase database{SqliteDatabase::Memory{"questions"}, clock};
    std::unique_ptr<Connection> connection = database.connect();
    Shop shop;
    Questions questions{
        *connection, shop, bus, clock, "flight.XX", {}, Tracer(spans, clock, "flight.XX")};
};

using Errors = std::vector<std::string>;

TEST_F(SupplierQuestions, OneThatIsLateEndsItsSpan) {
    questions.ask(question(), origin());
    clock.advance(std::chrono::seconds(1));
    EXPECT_FALSE(questions.answer_one());
    EXPECT_EQ(errors(), Errors{"its asker waits no longer"});
    EXPECT_EQ(questions.counters().late, 1U);
}

TEST_F(SupplierQuestions, OneTooManyEndsItsSpanAndTheOthersStay) {
    for (std::size_t number = 0; number <= Questions::kWaitingMax; ++number)
        questions.ask(question(), origin());
    EXPECT_EQ(errors(), Errors{"too many questions wait"});
    EXPECT_EQ(questions.counters().full, 1U);
    EXPECT_TRUE(questions.waiting());
}

TEST_F(SupplierQuestions, ThoseThatWaitWhenTheProcessEndsEndTheirSpans) {
    questions.ask(question(), origin());
    questions.stop();
    questions.ask(question(), origin());
    EXPECT_FALSE(questions.wait());
    EXPECT_FALSE(questions.answer_one());
    EXPECT_EQ(errors(), (Errors{"the process ends", "the process ends"}));
}

}  // namespace
}  // namespace viaja::supplier
