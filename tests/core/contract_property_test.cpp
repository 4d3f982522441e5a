// What holds for every message and for every body, tried with generated ones.

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "common/contract/currencies.hpp"
#include "common/contract/encoding.hpp"
#include "common/contract/topology.hpp"
#include "tests/core/contract_examples.hpp"

namespace viaja {
namespace {

std::string text(std::size_t least, std::size_t most) {
    // Quotes, control characters and letters of two to four bytes are what an encoder may spoil.
    static const std::vector<std::string> kLetters = {"a", "Z",      "0",          " ",  "\"", "\\",
                                                      "/", "\n",     "\x7f",       "é",  "–",  "{",
                                                      "]", "\uFFFF", "\U0001F6EB", "\t", "&",  "%"};
    const auto count = *rc::gen::inRange<std::size_t>(least, most / 4 + 1);
    std::string result;
    for (std::size_t i = 0; i < count; ++i)
        result += *rc::gen::elementOf(kLetters);
    return result;
}

Uuid uuid() {
    const auto bytes =
        *rc::gen::container<std::vector<std::uint8_t>>(16, rc::gen::arbitrary<std::uint8_t>());
    Uuid::Bytes array{};
    std::copy(bytes.begin(), bytes.end(), array.begin());
    return Uuid(array);
}

Instant instant() {
    return from_micros(
        *rc::gen::inRange<std::int64_t>(-62'135'596'800'000'000, 253'402'300'800'000'000));
}

Date date() {
    return plus_days(examples::day("0001-01-01"), *rc::gen::inRange(0, 3'650'000));
}

Money money() {
    Money result{*rc::gen::inRange<std::int64_t>(0, 1'000'000'000'001), "BRL"};
    result.currency = (*rc::gen::elementOf(kCurrencies)).code;
    return result;
}

int attempt() {
    return *rc::gen::inRange(0, 1'000'001);
}

RoomItem room() {
    const Date check_in = date();
    return {text(1, 255), check_in, plus_days(check_in, *rc::gen::inRange(1, 367))};
}

FlightItem flight() {
    return {text(1, 255), text(1, 255), date()};
}

TicketItem ticket() {
    return {text(1, 255), text(1, 255)};
}

/// "2026-12-20T20:00".
std::string local_time() {
    return iso_date(date()) + "T20:00";
}

EventQuestion event_question() {
    EventQuestion about{{}, date(), date(), *rc::gen::inRange(1, 100)};
    about.near.resize(static_cast<std::size_t>(*rc::gen::inRange(0, 21)), text(1, 255));
    if (*rc::gen::arbitrary<bool>()) about.after = TicketPlace{local_time(), ticket()};
    return about;
}

HoldRequest hold_request() {
    HoldRequest request;
    switch (*rc::gen::inRange(0, 3)) {
        case 0:
            request.item = flight();
            break;
        case 1:
            request.item = room();
            break;
        default:
            request.item = ticket();
    }
    request.quantity = *rc::gen::inRange(1, 10);
    const int travellers = *rc::gen::inRange(0, 10);
    for (int i = 0; i < travellers; ++i)
        request.travellers.push_back(text(0, 200));
    return request;
}

/// Where an answer may go.
std::string address() {
    if (*rc::gen::arbitrary<bool>()) return topology::private_address(text(1, 200));
    return *rc::gen::element<std::string>("session", "flight.I0", "flight.9B", "hotel", "event",
                                          "payment");
}

Message supplier_command() {
    SupplierCommand message;
    message.command = *rc::gen::element(Command::hold, Command::confirm, Command::unconfirm,
                                        Command::cancel, Command::expire);
    message.session_id = {uuid()};
    message.hold = {uuid()};
    message.attempt = attempt();
    message.deadline = instant();
    message.reply_to = address();
    if (message.command == Command::hold) {
        message.request = hold_request();
        if (*rc::gen::arbitrary<bool>()) message.replaces = HoldId{uuid()};
    }
    return message;
}

Message supplier_reply() {
    SupplierReply message;
    message.answer =
        *rc::gen::element(Answer::held, Answer::refused, Answer::confirmed, Answer::unconfirmed,
                          Answer::cancelled, Answer::expired, Answer::not_expired);
    message.command = *rc::gen::element(Command::hold, Command::confirm, Command::unconfirm,
                                        Command::cancel, Command::expire);
    message.session_id = {uuid()};
    message.hold = {uuid()};
    message.attempt = attempt();
    message.reason = text(message.answer == Answer::refused ? 1 : 0, 255);
    message.row_state = text(1, 255);
    message.row_attempt = attempt();
    if (message.answer == Answer::held) message.price = money();
    message.description = text(0, 1000);
    message.reference = text(0, 255);
    return message;
}

Message payment_command() {
    PaymentCommand message;
    message.command =
        *rc::gen::element(Command::authorize, Command::capture, Command::void_, Command::refund);
    const std::size_t least = message.command == Command::authorize ? 1 : 0;
    message.session_id = {uuid()};
    message.attempt = attempt();
    message.deadline = instant();
    message.amount = money();
    message.method = text(least, 255);
    message.token = text(least, 255);
    if (message.command == Command::refund && *rc::gen::arbitrary<bool>()) message.refund = money();
    message.reply_to = address();
    return message;
}

Message payment_reply() {
    PaymentReply message;
    message.answer =
        *rc::gen::element(Answer::refused, Answer::authorized, Answer::declined, Answer::captured,
                          Answer::capture_refused, Answer::voided, Answer::refunded);
    message.command =
        *rc::gen::element(Command::authorize, Command::capture, Command::void_, Command::refund);
    message.session_id = {uuid()};
    message.attempt = attempt();
    message.reason = text(message.answer == Answer::refused ? 1 : 0, 255);
    message.row_state = text(1, 255);
    if (message.answer == Answer::refunded && *rc::gen::arbitrary<bool>())
        message.refunded = money();
    return message;
}

Message question() {
    Question message;
    message.id = uuid();
    message.wait = std::chrono::milliseconds(*rc::gen::inRange(1, 60'001));
    if (*rc::gen::arbitrary<bool>()) message.deadline = instant();
    message.reply_to = address();
    const int people = *rc::gen::inRange(1, 100);
    const int kind = *rc::gen::inRange(0, 5);
    if (kind == 0) {
        message.about = event_question();
    } else if (kind == 3) {
        message.about = UnitQuestion{text(0, 120), text(0, 120), *rc::gen::inRange(1, 201)};
    } else if (kind == 4) {
        const Date from = date();
        const int nights = *rc::gen::inRange(0, NightsQuestion::kNightsMax);
        message.about = NightsQuestion{text(1, 255), from, plus_days(from, nights), people};
    } else if (kind == 1) {
        FlightQuestion about{text(1, 255), text(1, 255), date(), people};
        if (*rc::gen::arbitrary<bool>()) about.after = FlightPlace{instant(), text(1, 255)};
        message.about = about;
    } else {
        const RoomItem stay = room();
        message.about =
            StayQuestion{text(1, 255), stay.check_in, stay.check_out, people, text(0, 255)};
    }
    return message;
}

std::vector<FreeNight> free_nights() {
    std::vector<FreeNight> nights;
    const int count = *rc::gen::inRange(0, 4);
    for (int i = 0; i < count; ++i)
        nights.push_back({date(), *rc::gen::inRange(1, 1'000'001), money()});
    return nights;
}

NightOffers night_offers() {
    NightOffers offers{free_nights(), {}};
    const int rooms = *rc::gen::inRange(0, 4);
    for (int i = 0; i < rooms; ++i) {
        offers.rooms.push_back(
            {text(1, 255), text(1, 255), text(1, 255), text(1, 255), free_nights()});
    }
    return offers;
}

Message question_answer() {
    QuestionAnswer message{uuid(), text(1, 255), text(0, 255), {}};
    message.more = *rc::gen::arbitrary<bool>();
    const int kind = *rc::gen::inRange(0, 5);
    if (kind == 4) {
        message.offers = night_offers();
        return message;
    }
    if (kind == 1) message.offers = StayOffers{};
    if (kind == 2) message.offers = TicketOffers{};
    if (kind == 3) message.offers = UnitCounts{};
    const int offers = *rc::gen::inRange(0, 4);
    for (int i = 0; i < offers; ++i) {
        const int left = *rc::gen::inRange(0, 1'000'001);
        if (auto* flights = std::get_if<FlightOffers>(&message.offers)) {
            flights->push_back({flight(), text(1, 255), text(1, 255), instant(), instant(),
                                text(1, 255), text(1, 255), left, money()});
        } else if (auto* tickets = std::get_if<TicketOffers>(&message.offers)) {
            tickets->push_back({ticket(), text(1, 255), text(1, 255), text(1, 255), text(1, 255),
                                instant(), local_time(), left, money()});
        } else if (auto* units = std::get_if<UnitCounts>(&message.offers)) {
            const int sold = *rc::gen::inRange(-1'000'000, 1'000'001);
            units->push_back({text(1, 120), left, left, sold, -sold});
        } else {
            std::get<StayOffers>(message.offers)
                .push_back({room(), text(1, 255), text(1, 255), text(1, 255),
                            *rc::gen::inRange(1, 367), left, money()});
        }
    }
    return message;
}

Message session_check() {
    SessionCheck message{{uuid()}, {}, address()};
    const int holds = *rc::gen::inRange(0, 5);
    for (int i = 0; i < holds; ++i)
        message.holds.push_back({uuid()});
    return message;
}

Message schedule_timeout() {
    ScheduleTimeout message{uuid(), {uuid()}, text(1, 255), std::nullopt, address()};
    if (*rc::gen::arbitrary<bool>()) message.deadline = instant();
    return message;
}

Message schedule_reply() {
    const auto answer = static_cast<ScheduleAnswer>(*rc::gen::inRange(0, 3));
    const bool refused = answer == ScheduleAnswer::refused;
    return ScheduleReply{
        answer, uuid(), {uuid()}, refused ? "" : text(1, 255), refused ? text(1, 255) : ""};
}

Message message() {
    switch (*rc::gen::inRange(0, 11)) {
        case 0:
            return supplier_command();
        case 1:
            return supplier_reply();
        case 2:
            return payment_command();
        case 3:
            return payment_reply();
        case 4:
            return question();
        case 5:
            return question_answer();
        case 6:
            return session_check();
        case 7:
            return schedule_timeout();
        case 8:
            return schedule_reply();
        case 9:
            return TimeoutAcknowledged{uuid(), {uuid()}};
        case 10:
            return TimeoutNotice{{uuid()}, uuid(), address()};
        default:
            return TimeoutNotice{{uuid()}};
    }
}

RC_GTEST_PROP(ContractProperty, DecodeGivesBackWhatEncodeTook, ()) {
    const Message original = message();
    const auto items = decode(encode(original, uuid()));
    RC_ASSERT(items.size() == 1u);
    const auto* unreadable = std::get_if<Unreadable>(&items[0].item);
    if (unreadable != nullptr) RC_LOG() << unreadable->reason;
    RC_ASSERT(unreadable == nullptr);
    RC_ASSERT(std::get<Message>(items[0].item) == original);
}

RC_GTEST_PROP(ContractProperty, ASpoiltBodyIsReadOrRefusedButNeverThrows, ()) {
    std::string body = encode(message(), uuid());
    const int changes = *rc::gen::inRange(1, 6);
    for (int i = 0; i < changes; ++i) {
        const auto position = *rc::gen::inRange<std::size_t>(0, body.size());
        if (*rc::gen::arbitrary<bool>()) {
            body[position] = *rc::gen::arbitrary<char>();
        } else {
            body.erase(position, *rc::gen::inRange<std::size_t>(1, 10));
        }
        if (body.empty()) break;
    }
    const auto items = decode(body);
    RC_ASSERT(!items.empty());
    for (const Decoded& decoded : items) {
        const auto* unreadable = std::get_if<Unreadable>(&decoded.item);
        // In parentheses: RapidCheck takes the outer operator apart, and would follow the null.
        RC_ASSERT((unreadable == nullptr || !unreadable->reason.empty()));
    }
}

}  // namespace
}  // namespace viaja
