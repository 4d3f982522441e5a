#pragma once
// One message of each kind, with every member filled, for the tests of the contract.

#include <string>
#include <utility>
#include <vector>

#include "common/contract/messages.hpp"
#include "common/contract/topology.hpp"
#include "tests/core/contract_example_items.hpp"
#include "tests/core/contract_operator_examples.hpp"

namespace viaja::examples {

inline Question prices_question() {
    return {kQuestion, std::chrono::seconds(2), kDeadline, "answers.7f3a",
            PricesQuestion{{{flight(), 2}, {room(), 1}, {ticket(), 9}, {other(), 1}}}};
}

inline QuestionAnswer prices_answer() {
    return {kQuestion, topology::flight("I0"), "",
            ItemPrices{{{Money{291474, "BRL"}, ""}, {std::nullopt, "unknown_item"}}}};
}

inline SupplierCommand hold_flight() {
    return {Command::hold, kSession, kHold, 0, kDeadline, HoldRequest{flight(), 1, {"Ana Souza"}},
            "session"};
}

inline SupplierCommand hold_room() {
    return {Command::hold, kSession,
            kHold,         0,
            kDeadline,     HoldRequest{room(), 2, {"Ana Souza", "João \"Jota\" Lima"}},
            "session"};
}

inline SupplierCommand hold_tickets() {
    return {Command::hold, kSession, kHold, 0, kDeadline, HoldRequest{ticket(), 2, {}}, "session"};
}

inline SupplierCommand hold_other() {
    return {Command::hold, kSession, kHold, 0, kDeadline, HoldRequest{other(), 1, {}}, "session"};
}

inline SupplierCommand supplier_command(Command command, int attempt) {
    return {command, kSession, kHold, attempt, kDeadline, std::nullopt, "session"};
}

inline SupplierReply held() {
    SupplierReply reply{Answer::held, Command::hold, kSession, kHold, 0, "", "held", 0, {}, "", ""};
    reply.price = {103190, "BRL"};
    reply.description = "I01370 GRU–REC 2026-12-20";
    reply.item = held_flight();
    return reply;
}

/// The same with a price that stands until then, or with one that is not guaranteed.
inline SupplierReply held_until(std::optional<Instant> until) {
    SupplierReply reply = held();
    reply.guarantee = PriceGuarantee{until};
    return reply;
}

inline SupplierReply held_stay() {
    SupplierReply reply = held();
    reply.description = "Pousada do Recife, Standard, 3 nights from 2026-12-20";
    reply.item = held_room();
    return reply;
}

inline SupplierReply held_tickets() {
    SupplierReply reply = held();
    reply.price = {24000, "BRL"};
    reply.description = "Open-Air Film Show Recife, PISTA, 2026-12-20";
    reply.item =
        HeldTicket{ticket(), "Open-Air Film Show Recife", "Mostra de Cinema ao Ar Livre Recife",
                   "REC",    at("2026-12-20T23:00:00Z"),  "2026-12-20T20:00"};
    return reply;
}

inline SupplierReply held_other() {
    SupplierReply reply = held();
    reply.price = {47600, "BRL"};
    reply.description = "Economy car, 2026-12-20/2026-12-23";
    reply.item = held_car();
    return reply;
}

inline SupplierReply confirmed() {
    SupplierReply reply{
        Answer::confirmed, Command::confirm, kSession, kHold, 2, "", "confirmed", 2, {}, "", ""};
    reply.reference = "K7QX2M";
    return reply;
}

inline SupplierReply supplier_reply(Answer answer, Command command, std::string state) {
    const bool of_a_payment = command == Command::confirm || command == Command::unconfirm;
    const int attempt = of_a_payment ? 1 : 0;
    SupplierReply reply{answer,           command, kSession, kHold, attempt, "",
                        std::move(state), 1,       {},       "",    ""};
    if (answer == Answer::held) reply.price = {103190, "BRL"};
    if (answer == Answer::refused) reply.reason = "attempt_over";
    return reply;
}

inline PaymentCommand payment_command(Command command) {
    PaymentCommand message{command, kSession, 1,  kDeadline, {179990, "BRL"},
                           "card",  "",       {}, "session"};
    if (command == Command::authorize) message.token = "tok_ok";
    return message;
}

inline PaymentCommand pix_command(Command command) {
    auto message = payment_command(command);
    message.method = "pix";
    if (command == Command::charge) message.pay_until = kDeadline;
    if (command == Command::acknowledge) message.refund = Money{179990, "BRL"};
    return message;
}

inline PaymentReply payment_reply(Answer answer, Command command, std::string state,
                                  std::string reason = "") {
    return {answer, command, kSession, 1, std::move(reason), std::move(state)};
}

inline SessionCheck session_check() {
    return {kSession, {kHold}, "flight.I0"};
}

inline const Uuid kSchedule = Uuid::parse("0198c0de-0000-7000-8000-000000000004").value();

inline ScheduleTimeout schedule_timeout() {
    return {kSchedule, kSession, "hotel", kDeadline, "flight.I0"};
}

inline ScheduleReply schedule_reply(ScheduleAnswer answer, std::string state,
                                    std::string reason = "") {
    return {answer, kSchedule, kSession, std::move(state), std::move(reason)};
}

inline TimeoutNotice scheduled_timeout() {
    return {kSession, kSchedule, "session"};
}

inline Question flight_question() {
    return {kQuestion, std::chrono::seconds(2), kDeadline, "answers.7f3a",
            FlightQuestion{"GRU", "REC", day("2026-12-20"), 1}};
}

inline Question stay_question() {
    return {kQuestion, std::chrono::seconds(2), kDeadline, "answers.7f3a",
            StayQuestion{"REC", day("2026-12-20"), day("2026-12-23"), 2}};
}

inline Question event_question() {
    return {kQuestion, std::chrono::seconds(2), kDeadline, "answers.7f3a",
            EventQuestion{{"GIG", "SDU"},
                          day("2026-12-20"),
                          day("2026-12-23"),
                          2,
                          TicketPlace{"2026-12-20T20:00", {"evt_gig", "PISTA"}}}};
}

inline Question other_question() {
    return {kQuestion, std::chrono::seconds(2), kDeadline, "answers.7f3a",
            OtherQuestion{{"GIG", "SDU"},
                          day("2026-12-20"),
                          day("2026-12-23"),
                          1,
                          OtherPlace{"2026-12-20T10:00", "eco-gig"}}};
}

inline QuestionAnswer flight_answer() {
    FlightOffer offer;
    offer.item = flight();
    offer.from = "GRU";
    offer.to = "REC";
    offer.departs_at = at("2026-12-20T12:00:00Z");
    offer.arrives_at = at("2026-12-20T15:10:00Z");
    offer.departs_at_local = "2026-12-20T09:00";
    offer.arrives_at_local = "2026-12-20T12:10";
    offer.seats_left = 174;
    offer.price = {103190, "BRL"};
    return {kQuestion, topology::flight("I0"), "", FlightOffers{offer}};
}

inline QuestionAnswer stay_answer() {
    StayOffer offer{room(), "htl_rec01", "Pousada do Recife", "Standard", 3, 2, {76800, "BRL"}};
    return {kQuestion, std::string(topology::kHotel), "", StayOffers{offer}};
}

inline QuestionAnswer ticket_answer() {
    TicketOffer offer{ticket(),
                      "Open-Air Film Show Recife",
                      "Mostra de Cinema ao Ar Livre Recife",
                      "cinema",
                      "REC",
                      at("2026-12-20T23:00:00Z"),
                      "2026-12-20T20:00",
                      400,
                      {24000, "BRL"}};
    return {kQuestion, std::string(topology::kEvent), "", TicketOffers{offer}};
}

inline QuestionAnswer other_answer() {
    return {kQuestion, topology::other("cars"), "", OtherOffers{{held_car(), 3, {47600, "BRL"}}}};
}

inline Question nights_question() {
    return {kQuestion, std::chrono::seconds(2), kDeadline, "answers.7f3a",
            NightsQuestion{"REC", day("2026-12-20"), day("2026-12-31"), 2}};
}

inline QuestionAnswer nights_answer() {
    const std::vector<FreeNight> nights = {{day("2026-12-20"), 2, {25600, "BRL"}}};
    NightOffers offers{nights,
                       {{"htl_rec01_std", "htl_rec01", "Pousada do Recife", "Standard", nights}}};
    return {kQuestion, std::string(topology::kHotel), "", offers};
}

inline Question schedule_question() {
    return {kQuestion, std::chrono::seconds(2), kDeadline, "answers.7f3a",
            ScheduleQuestion{"3f9ac2d1e07b4c55-40213", 1}};
}

inline Question seats_question() {
    return {kQuestion, std::chrono::seconds(2), kDeadline, "answers.7f3a",
            SeatsQuestion{2, {{"I01370", day("2026-12-21")}, {"I01371", day("2026-12-20")}}}};
}

inline QuestionAnswer schedule_answer() {
    SchedulePage page;
    page.version = "3f9ac2d1e07b4c55-40213";
    page.pages = 2;
    page.airports = {{"GRU", "America/Sao_Paulo", "BR", "São Paulo", -23435556, -46473056}};
    page.flights = {{"I01370",
                     "GRU",
                     "REC",
                     540,
                     "12345",
                     190,
                     174,
                     {103190, "BRL"},
                     day("2026-12-01"),
                     day("2027-03-27"),
                     OperatingFlight{"8G", "8G2210"}}};
    return {kQuestion, topology::flight("I0"), "", page};
}

inline QuestionAnswer other_version() {
    SchedulePage page;
    page.version = "77aa1b2c3d4e5f60-40219";
    return {kQuestion, topology::flight("I0"), "other_version", page};
}

inline QuestionAnswer seats_answer() {
    SeatsAnswer seats;
    seats.version = "3f9ac2d1e07b4c55-40213";
    seats.flights = {{{"I01370", day("2026-12-21")}, 174, "", {291474, "BRL"}},
                     {{"I01371", day("2026-12-20")}, 0, "not_on_this_day", {}}};
    return {kQuestion, topology::flight("I0"), "", seats};
}

inline QuestionAnswer no_offer(std::string from, Offers none) {
    return {kQuestion, std::move(from), "unknown_airport", std::move(none)};
}

inline std::vector<Message> of_items_questions_and_timeouts() {
    return {
        hold_flight(),
        hold_room(),
        hold_tickets(),
        hold_other(),
        held(),
        held_until(kDeadline),
        held_until(std::nullopt),
        held_stay(),
        held_tickets(),
        held_other(),
        confirmed(),
        flight_question(),
        stay_question(),
        event_question(),
        other_question(),
        flight_answer(),
        stay_answer(),
        ticket_answer(),
        other_answer(),
        nights_question(),
        nights_answer(),
        no_offer("hotel", NightOffers{}),
        no_offer("hotel", StayOffers{}),
        no_offer("event", TicketOffers{}),
        no_offer("other.cars", OtherOffers{}),
        no_offer("flight.I0", FlightOffers{}),
        schedule_question(),
        seats_question(),
        unit_question(),
        unit_answer(),
        prices_question(),
        prices_answer(),
        catalogue_change(),
        catalogue_changed(),
        refused_change(),
        schedule_answer(),
        other_version(),
        seats_answer(),
        session_check(),
        TimeoutNotice{kSession},
        schedule_timeout(),
        scheduled_timeout(),
        TimeoutAcknowledged{kSchedule, kSession},
        schedule_reply(ScheduleAnswer::scheduled, "fired"),
        schedule_reply(ScheduleAnswer::ended, "confirmed"),
        schedule_reply(ScheduleAnswer::refused, "", "unknown_address"),
    };
}

/// Every command, every answer, every question.
inline std::vector<Message> all() {
    auto messages = of_items_questions_and_timeouts();
    for (const auto command :
         {Command::confirm, Command::unconfirm, Command::cancel, Command::expire}) {
        const bool of_a_payment = command == Command::confirm || command == Command::unconfirm;
        messages.push_back(supplier_command(command, of_a_payment ? 2 : 0));
    }
    messages.push_back(supplier_reply(Answer::held, Command::hold, "confirmed"));
    messages.push_back(supplier_reply(Answer::refused, Command::confirm, "held"));
    messages.push_back(supplier_reply(Answer::unconfirmed, Command::unconfirm, "held"));
    messages.push_back(supplier_reply(Answer::cancelled, Command::cancel, "cancelled"));
    messages.push_back(supplier_reply(Answer::expired, Command::expire, "expired"));
    messages.push_back(supplier_reply(Answer::not_expired, Command::expire, "confirmed"));
    for (const auto command :
         {Command::authorize, Command::capture, Command::void_, Command::refund}) {
        messages.push_back(payment_command(command));
    }
    for (const auto command : {Command::charge, Command::acknowledge})
        messages.push_back(pix_command(command));
    auto waiting = payment_reply(Answer::waiting, Command::charge, "waiting");
    waiting.code = "00020101021226580014br.gov.bcb.pix6304ABCD";
    messages.push_back(waiting);
    messages.push_back(payment_reply(Answer::paid, Command::charge, "paid"));
    auto returned = payment_reply(Answer::returned, Command::charge, "withdrawn", "paid_late");
    returned.refunded = Money{179990, "BRL"};
    messages.push_back(returned);
    messages.push_back(payment_reply(Answer::authorized, Command::authorize, "authorized"));
    messages.push_back(
        payment_reply(Answer::declined, Command::authorize, "declined", "do_not_honor"));
    messages.push_back(payment_reply(Answer::captured, Command::capture, "captured"));
    messages.push_back(payment_reply(Answer::capture_refused, Command::capture, "capture_refused"));
    messages.push_back(payment_reply(Answer::voided, Command::void_, "voided"));
    messages.push_back(payment_reply(Answer::refused, Command::void_, "captured", "captured"));
    messages.push_back(payment_reply(Answer::refunded, Command::refund, "refunded"));
    auto part = payment_command(Command::refund);
    part.refund = Money{51'595, "BRL"};
    messages.push_back(part);
    auto part_is_back = payment_reply(Answer::refunded, Command::refund, "captured");
    part_is_back.refunded = part.refund;
    messages.push_back(part_is_back);
    return messages;
}

}  // namespace viaja::examples
