#include "terminal/format.hpp"

#include <gtest/gtest.h>

#include "terminal/places.hpp"

namespace viaja::terminal {
namespace {

constexpr auto kPt = Language::portuguese;
constexpr auto kEn = Language::english;

Json money(std::int64_t amount) {
    return {{"amount", amount}, {"currency", "BRL"}};
}

TEST(Format, WritesMoneyInBothLanguages) {
    EXPECT_EQ(money_text(kPt, money(103190)), "R$ 1.031,90");
    EXPECT_EQ(money_text(kEn, money(103190)), "BRL 1,031.90");
    EXPECT_EQ(money_text(kPt, money(5)), "R$ 0,05");
    EXPECT_EQ(money_text(kEn, money(-123456789)), "-BRL 1,234,567.89");
    EXPECT_EQ(money_text(kEn, {{"amount", 103190}, {"currency", "JPY"}}), "JPY 103,190");
    EXPECT_EQ(money_text(kPt, Json()), "?");
}

TEST(Format, ReadsAPriceInBothLanguages) {
    EXPECT_EQ(centavos_of("459,90"), 45990);
    EXPECT_EQ(centavos_of("459.90"), 45990);
    EXPECT_EQ(centavos_of("459"), 45900);
    EXPECT_EQ(centavos_of("0.05"), 5);
    for (const char* wrong : {"", ".", ",90", "459,9", "459.900", "1.031,90", "1,031", "-5",
                              "-0.50", "5.-1", "R$ 5", "5 ", "99999999999999999999"})
        EXPECT_EQ(centavos_of(wrong), std::nullopt) << wrong;
}

TEST(Format, WritesDaysWithTheirWeekday) {
    EXPECT_EQ(day_text(kPt, "2026-12-25"), "sex 25/12");
    EXPECT_EQ(day_text(kEn, "2026-12-05"), "Sat 5 Dec");
    EXPECT_EQ(day_text(kEn, "2026-02-30"), "2026-02-30");
}

TEST(Format, MarksAnArrivalOnAnotherDay) {
    EXPECT_EQ(day_mark("2026-12-31", "2027-01-01T00:10"), "+1");
    EXPECT_EQ(day_mark("2026-12-31", "2026-12-31T23:59"), "");
    EXPECT_EQ(day_mark("2026-12-31", "2026-12-30T23:59"), "-1");
    EXPECT_EQ(day_mark("2026-12-31", ""), "");
}

TEST(Format, WritesDurationsAndTheClock) {
    EXPECT_EQ(duration_text(59), "59 min");
    EXPECT_EQ(duration_text(60), "1 h");
    EXPECT_EQ(duration_text(65), "1 h 05");
    EXPECT_EQ(clock_text(581), "09:41");
    EXPECT_EQ(clock_text(-1), "00:00");
    EXPECT_EQ(seconds_between("2026-12-25T10:00:00.500Z", "2026-12-25T10:09:41.600Z"), 581);
    EXPECT_EQ(seconds_between("2026-12-25T10:00:00.500Z", "soon"), 0);
}

TEST(Format, MakesTextOfAServerHarmlessForATerminal) {
    EXPECT_EQ(printable("Hotel \033[2J\x07S\xc3\xa3o"), "Hotel ?[2J?São");
    EXPECT_EQ(printable("\xff\xfe"), "??");
}

TEST(Format, CountsColumnsByCharacters) {
    EXPECT_EQ(fitted("São Paulo", 11), "São Paulo  ");
    EXPECT_EQ(fitted("São Paulo", 5), "São …");
    EXPECT_EQ(right_aligned("São", 5), "  São");
}

TEST(Places, AreFoundByCodeAndByCityInEitherLanguage) {
    const auto airport = [](const char* code, const char* pt, const char* en) {
        return Json{{"code", code}, {"city", {{"pt", pt}, {"en", en}}}};
    };
    const Json places = {
        {"airports",
         {airport("GRU", "São Paulo", "Sao Paulo"), airport("CGH", "São Paulo", "Sao Paulo"),
          airport("LHR", "Londres", "London")}}};
    EXPECT_EQ(airports_named(places, "gru"), std::vector<std::string>{"GRU"});
    EXPECT_EQ(airports_named(places, "SAO paulo"), (std::vector<std::string>{"GRU", "CGH"}));
    EXPECT_EQ(airports_named(places, "LONDRES"), std::vector<std::string>{"LHR"});
    EXPECT_TRUE(airports_named(places, "Nowhere").empty());
    EXPECT_TRUE(airports_named(Json(), "GRU").empty());
    EXPECT_EQ(airport_title(kEn, places, "LHR"), "LHR London");
    EXPECT_EQ(airport_title(kEn, places, "XXX"), "XXX");
}

TEST(Format, TextsOfSeveralLinesKeepTheirLinesAlone) {
    EXPECT_EQ(printable_lines("Não.\n(\x1b[2J\r)\n"), "Não.\n(?[2J?)\n");
    EXPECT_EQ(printable_lines(""), "");
    EXPECT_EQ(printable_lines("\xc2\x9b\x80"), "??");
}

TEST(Places, ADayWithoutAYearIsTheNextOne) {
    const Date today = *parse_date("2026-12-24");
    EXPECT_EQ(day_typed("25/12", today), parse_date("2026-12-25"));
    EXPECT_EQ(day_typed("24/12", today), today);
    EXPECT_EQ(day_typed("23/12", today), parse_date("2027-12-23"));
    EXPECT_EQ(day_typed("29/2", today), parse_date("2028-02-29"));
    EXPECT_EQ(day_typed("5/1/2027", today), parse_date("2027-01-05"));
    for (const char* wrong : {"", "25", "25/13", "31/2", "25/12/", "a/b", "2026-13-01"})
        EXPECT_FALSE(day_typed(wrong, today)) << wrong;
}

TEST(Places, TodayIsTheDayOfTheMachinesTimeZone) {
    const auto day_at = [](const char* zone, const char* instant) {
        setenv("TZ", zone, 1);
        tzset();
        const Date day =
            local_day(std::chrono::time_point_cast<std::chrono::system_clock::duration>(
                *parse_rfc3339(instant)));
        unsetenv("TZ");
        tzset();
        return day;
    };
    // 21:30 in São Paulo: "24/12" is this day, not one of next year.
    EXPECT_EQ(day_at("BRT3", "2026-12-25T00:30:00.000Z"), parse_date("2026-12-24"));
    EXPECT_EQ(day_at("UTC", "2026-12-25T00:30:00.000Z"), parse_date("2026-12-25"));
    EXPECT_EQ(day_at("NZDT-13", "2026-12-31T12:00:00.000Z"), parse_date("2027-01-01"));
}

}  // namespace
}  // namespace viaja::terminal
