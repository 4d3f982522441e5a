#include "terminal/pix_lines.hpp"

#include <gtest/gtest.h>

#include "terminal/format.hpp"
#include "terminal/qr_code.hpp"
#include "terminal/trip_lines.hpp"

namespace viaja::terminal {
namespace {

constexpr auto kPt = Language::portuguese;
constexpr auto kEn = Language::english;

Json waiting() {
    return Json::parse(R"({
        "id": "0198c0de-0000-7000-8000-000000000001", "state": "paying",
        "timeout": {"state": "paused", "expires_at": "2026-12-01T12:08:19.000Z"},
        "holds": [], "total": {"amount": 103190, "currency": "BRL"},
        "payment": {"attempt": 2, "method": "pix", "state": "waiting",
                    "amount": {"amount": 103190, "currency": "BRL"},
                    "pix": {"copy_and_paste": "000201TEST6304ABCD",
                            "expires_at": "2026-12-01T12:10:00.000Z",
                            "test_bank": "/test/bank/0198/2"}},
        "server_time": "2026-12-01T12:00:19.000Z"})");
}

Json with_payment(const std::string& state, const std::string& failure,
                  const std::string& session_state = "open") {
    Json session = waiting();
    session["state"] = session_state;
    session["payment"]["state"] = state;
    session["payment"]["failure"] = failure;
    return session;
}

TEST(PixLines, TellWhatIsToBePaidAndHowLong) {
    EXPECT_EQ(pix_code(waiting()), "000201TEST6304ABCD");
    EXPECT_EQ(seconds_to_pay(waiting()), 581);
    EXPECT_EQ(pix_waiting_line(kPt, waiting(), 581),
              "Pix: esperando o banco; o código vale por mais 09:41");
    EXPECT_EQ(pix_waiting_line(kEn, waiting(), 0),
              "Pix: the code has expired; asking the bank whether it was paid…");
    EXPECT_NE(lines_above_code(kEn, waiting()).front().find("Pix of BRL 1,031.90"),
              std::string::npos);
}

TEST(PixLines, TellWhatBecomesOfTheHoldsAndWhereTheBankIsPlayed) {
    Json session = waiting();
    EXPECT_EQ(lines_below_code(kEn, session, "http://localhost:8080").front(),
              "What you hold waits for this Pix only: if it is not paid, the hold ends.");
    EXPECT_EQ(lines_below_code(kEn, session, "http://localhost:8080").back(),
              "In test mode only, to play the bank: http://localhost:8080/test/bank/0198/2");
    session["timeout"]["expires_at"] = "2026-12-01T12:20:19.000Z";
    session["payment"]["pix"].erase("test_bank");
    const Lines lines = lines_below_code(kPt, session, "http://localhost:8080");
    EXPECT_EQ(lines.front(),
              "O tempo da reserva está parado. Se o Pix não for pago, ela ainda vale por 20:00.");
    EXPECT_EQ(lines.size(), 2U);
}

TEST(PixLines, HaveNoCodeOfAPaymentThatIsNotWaitedFor) {
    for (const auto* state : {"charging", "paid", "voiding", "voided", "refunded"})
        EXPECT_EQ(pix_code(with_payment(state, "", "paying")), "") << state;
    EXPECT_EQ(pix_code(with_payment("waiting", "", "open")), "");
    EXPECT_EQ(pix_code(Json::object()), "");
    EXPECT_EQ(seconds_to_pay(Json::object()), std::nullopt);
}

TEST(PixLines, AnEntryIsReadByTheMethodOfItsOwnAttempt) {
    const Json session = with_payment("voided", "payment_unpaid");
    const auto line = [&](const Json& entry) { return line_of_entry(kEn, entry, session); };
    EXPECT_EQ(line({{"type", "undo.voided"}, {"attempt", 2}}),
              "Pix code withdrawn; nothing was paid.");
    EXPECT_EQ(line({{"type", "undo.voided"}, {"attempt", 1}}), "Authorization of the card undone.");
    EXPECT_EQ(line({{"type", "step.paid"}, {"attempt", 2}}), "Pix received.");
    EXPECT_EQ(line({{"type", "step.silent"}, {"attempt", 2}, {"detail", "expired"}}),
              "The Pix code expired without being paid.");
}

TEST(PixLines, MoneyThatTheTripDidNotTakeIsToldWithItsReason) {
    const auto line = [&](const char* detail) {
        const Json entry = {{"type", "payment.returned"}, {"attempt", 1}, {"detail", detail}};
        return line_of_entry(kEn, entry, waiting());
    };
    EXPECT_EQ(line("103190 BRL paid_late"), "Pix given back: BRL 1,031.90 that came too late.");
    EXPECT_EQ(line("103190 BRL paid_twice"), "Pix given back: BRL 1,031.90 paid once more.");
    EXPECT_EQ(line("1 BRL wrong_amount"),
              "Pix given back: BRL 0.01 that were not the amount of the code.");
    EXPECT_EQ(line("1 BRL a_newer_reason"), "Pix given back: BRL 0.01 that were not expected.");
}

TEST(PixLines, AFailureBeginsWithWhereTheMoneyIs) {
    EXPECT_EQ(pix_failure_text(kEn, with_payment("voided", "payment_unpaid")),
              "Nothing was charged. The Pix was not paid. Do not pay the old code any more; if it "
              "is paid, the money comes back.\n"
              "What you hold stays. Another code: viaja pay --pix; by card: viaja pay");
    EXPECT_EQ(pix_failure_text(kEn, with_payment("refunded", "supplier_refused")),
              "BRL 1,031.90 went back to the account that paid the Pix. An item was not confirmed "
              "and everything was undone; swap or release it.\n"
              "What you hold stays. Another code: viaja pay --pix; by card: viaja pay");
    EXPECT_TRUE(pix_failure_text(kPt, with_payment("voided", "payment_unpaid", "expired"))
                    .ends_with("O tempo da reserva acabou; reserve de novo: viaja segurar"));
}

/// The modules that the lines draw; light is true.
std::vector<std::vector<bool>> modules_of(const std::vector<std::string>& lines) {
    std::vector<std::vector<bool>> rows;
    for (const std::string& line : lines) {
        std::vector<bool> above;
        std::vector<bool> below;
        for (std::size_t at = 0; at < line.size();) {
            const auto character = line.substr(at, line[at] == ' ' ? 1 : 3);
            above.push_back(character == "█" || character == "▀");
            below.push_back(character == "█" || character == "▄");
            at += character.size();
        }
        rows.push_back(std::move(above));
        rows.push_back(std::move(below));
    }
    return rows;
}

TEST(QrCode, HasItsThreeCornersWithinALightBorder) {
    const std::string text(190, 'x');
    const auto lines = qr_code_lines(text);
    const auto light = modules_of(lines);
    const std::size_t width = light.front().size();
    ASSERT_GE(light.size(), width);
    const auto corner = [&](std::size_t left, std::size_t top) {
        for (std::size_t y = 0; y < 7; ++y) {
            for (std::size_t x = 0; x < 7; ++x) {
                const bool ring =
                    (x == 1 || x == 5 || y == 1 || y == 5) && x >= 1 && x <= 5 && y >= 1 && y <= 5;
                EXPECT_EQ(light[top + y][left + x], ring) << left << " " << top;
            }
        }
    };
    corner(2, 2);
    corner(width - 9, 2);
    corner(2, width - 9);
    for (std::size_t i = 0; i < width; ++i) {
        EXPECT_TRUE(light[0][i] && light[1][i] && light[i][0] && light[i][1]);
        EXPECT_TRUE(light[width - 1][i] && light[i][width - 1]);
    }
    EXPECT_NE(modules_of(qr_code_lines(std::string(190, 'y'))), light);
}

TEST(QrCode, IsNothingForATextThatIsTooLong) {
    EXPECT_TRUE(qr_code_lines(std::string(4000, 'x')).empty());
}

}  // namespace
}  // namespace viaja::terminal
