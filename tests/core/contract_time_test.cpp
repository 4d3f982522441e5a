// Instants and dates as text.

#include <gtest/gtest.h>

#include "common/contract/time.hpp"

namespace viaja {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

Date date(int y, unsigned m, unsigned d) {
    return Date(year(y), month(m), day(d));
}

TEST(ContractTime, AnInstantIsWrittenWithMilliseconds) {
    EXPECT_EQ(rfc3339(from_micros(0)), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(rfc3339(from_micros(1'795'262'400'000'000)), "2026-11-21T12:00:00.000Z");
    EXPECT_EQ(rfc3339(from_micros(1'795'262'400'123'999)), "2026-11-21T12:00:00.123Z");
    EXPECT_EQ(rfc3339(from_micros(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(ContractTime, WhatIsWrittenIsReadBack) {
    for (const std::int64_t micros : {0LL, -1'000LL, 951'782'399'999'000LL, 1'795'262'400'123'000LL,
                                      -62'135'596'800'000'000LL, 253'402'300'799'999'000LL}) {
        EXPECT_EQ(parse_rfc3339(rfc3339(from_micros(micros))), from_micros(micros)) << micros;
    }
}

TEST(ContractTime, AFractionHasZeroToSixDigits) {
    const std::int64_t second = 1'795'262'400'000'000;
    EXPECT_EQ(parse_rfc3339("2026-11-21T12:00:00Z"), from_micros(second));
    EXPECT_EQ(parse_rfc3339("2026-11-21T12:00:00.1Z"), from_micros(second + 100'000));
    EXPECT_EQ(parse_rfc3339("2026-11-21T12:00:00.000001Z"), from_micros(second + 1));
    EXPECT_EQ(parse_rfc3339("2026-11-21T12:00:00.999999Z"), from_micros(second + 999'999));
}

TEST(ContractTime, OtherFormsOfAnInstantAreRefused) {
    for (const char* text : {
             "",
             "Z",
             "2026-11-21",
             "2026-11-21T12:00Z",
             "2026-11-21T12:00:00",
             "2026-11-21t12:00:00z",
             "2026-11-21 12:00:00Z",
             "2026-11-21T12:00:00+00:00",
             "2026-11-21T12:00:00.Z",
             "2026-11-21T12:00:00.0000000Z",
             "2026-11-21T12:00:00,5Z",
             "2026-11-21T12:00:00.-1Z",
             "2026-11-21T24:00:00Z",
             "2026-11-21T12:60:00Z",
             "2026-11-21T12:00:60Z",
             "2026-02-29T12:00:00Z",
             "0000-01-01T00:00:00Z",
             "2026-11-21T12-00:00Z",
             "2026-11-21T12:00-00Z",
             "2026-11-21T1a:00:00Z",
             " 2026-11-21T12:00:00Z",
             "2026-11-21T12:00:00Z ",
             "02026-11-21T12:00:00Z",
             "2026-11-21T12:00:005Z",
             "2026-11-21T+1:00:00Z",
         }) {
        EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
    }
}

TEST(ContractTime, ExistingDaysAreRead) {
    EXPECT_EQ(parse_date("2026-12-20"), date(2026, 12, 20));
    EXPECT_EQ(parse_date("2028-02-29"), date(2028, 2, 29));
    EXPECT_EQ(parse_date("2000-02-29"), date(2000, 2, 29));
    EXPECT_EQ(parse_date("0001-01-01"), date(1, 1, 1));
    EXPECT_EQ(parse_date("9999-12-31"), date(9999, 12, 31));
    EXPECT_EQ(iso_date(date(2026, 1, 2)), "2026-01-02");
    EXPECT_EQ(iso_date(date(1, 1, 1)), "0001-01-01");
}

TEST(ContractTime, DaysThatDoNotExistAreRefused) {
    for (const char* text :
         {"2026-02-29", "1900-02-29", "2026-00-10", "2026-13-10", "2026-04-31", "2026-01-00",
          "2026-01-32", "0000-01-01", "2026-1-02", "26-01-02", "2026/01/02", "2026-01-02 ",
          "-026-01-02", "2026-01-0x", "20260102", "", "2026-01-+2"}) {
        EXPECT_EQ(parse_date(text), std::nullopt) << text;
    }
}

TEST(ContractTime, DaysAreCountedAcrossMonthsAndLeapDays) {
    EXPECT_EQ(days_between(date(2026, 12, 20), date(2026, 12, 23)), 3);
    EXPECT_EQ(days_between(date(2026, 12, 23), date(2026, 12, 20)), -3);
    EXPECT_EQ(days_between(date(2028, 2, 28), date(2028, 3, 1)), 2);
    EXPECT_EQ(plus_days(date(2026, 12, 31), 1), date(2027, 1, 1));
    EXPECT_EQ(plus_days(date(2026, 1, 1), -1), date(2025, 12, 31));
    EXPECT_EQ(plus_days(date(2026, 12, 20), 330), date(2027, 11, 15));
}

TEST(ContractTime, TheDayOfAnInstantIsTheUtcDay) {
    EXPECT_EQ(utc_date(parse_rfc3339("2026-11-21T23:59:59.999999Z").value()), date(2026, 11, 21));
    EXPECT_EQ(utc_date(parse_rfc3339("2026-11-22T00:00:00Z").value()), date(2026, 11, 22));
    EXPECT_EQ(utc_date(from_micros(-1)), date(1969, 12, 31));
}

}  // namespace
}  // namespace viaja
