// Messages as values: their names, and that nothing is lost between encode and decode.

#include <gtest/gtest.h>

#include <set>

#include "common/contract/check.hpp"
#include "common/contract/encoding.hpp"
#include "common/contract/topology.hpp"
#include "tests/core/contract_examples.hpp"

namespace viaja {
namespace {

Message decoded(const std::string& body) {
    const auto items = decode(body);
    check(items.size() == 1, "one message makes one item");
    if (const auto* unreadable = std::get_if<Unreadable>(&items[0].item)) {
        ADD_FAILURE() << unreadable->reason << "\n" << body;
        return {};
    }
    return std::get<Message>(items[0].item);
}

TEST(ContractMessages, EveryMessageSurvivesTheWire) {
    for (const Message& message : examples::all()) {
        const std::string body = encode(message, examples::kMessage);
        EXPECT_EQ(decoded(body), message) << body;
    }
}

TEST(ContractMessages, AQuestionOfAnAskerThatSaysOnlyItsDeadlineWaitsTheUsualTime) {
    auto body = encode(examples::flight_question(), examples::kMessage);
    const std::string wait = R"("wait_ms":2000,)";
    ASSERT_NE(body.find(wait), std::string::npos);
    body.erase(body.find(wait), wait.size());
    EXPECT_EQ(std::get<Question>(decoded(body)).wait, std::chrono::seconds(2));
}

TEST(ContractMessages, TheDecodedTextIsTheItemItself) {
    for (const Message& message : examples::all()) {
        const std::string body = encode(message, examples::kMessage);
        EXPECT_EQ(decode(body).at(0).text, body);
    }
}

TEST(ContractMessages, TheSupplierOfEveryKindOfItemHasTheAddressOfAService) {
    std::set<std::size_t> kinds;
    for (const Item& item : {Item(examples::flight()), Item(examples::room()),
                             Item(examples::ticket()), Item(examples::other())}) {
        kinds.insert(item.index());
        EXPECT_TRUE(topology::is_service(address_of(item))) << address_of(item);
    }
    EXPECT_EQ(kinds.size(), std::variant_size_v<Item>);
}

TEST(ContractMessages, TheExamplesHaveEveryType) {
    std::set<std::string> types;
    for (const Message& message : examples::all())
        types.insert(type_of(message));
    EXPECT_EQ(types, message_types());
}

TEST(ContractMessages, NamesOfCommandsAndAnswersAreReadBack) {
    EXPECT_EQ(count_of<Command>(), 11u);
    EXPECT_EQ(count_of<Answer>(), 16u);
    for (const Command command : all_of<Command>())
        EXPECT_EQ(named<Command>(name_of(command)), command);
    for (const Answer answer : all_of<Answer>())
        EXPECT_EQ(named<Answer>(name_of(answer)), answer);
    EXPECT_EQ(named<Command>("HOLD"), std::nullopt);
    EXPECT_EQ(named<Command>(""), std::nullopt);
    EXPECT_EQ(named<Answer>("hold"), std::nullopt);
}

TEST(ContractMessages, AMessageKnowsItsSession) {
    for (const Message& message : examples::all()) {
        const bool about_question = std::holds_alternative<Question>(message) ||
                                    std::holds_alternative<QuestionAnswer>(message);
        EXPECT_EQ(envelope_of(message).session_id,
                  about_question ? std::nullopt : std::optional(examples::kSession));
    }
}

TEST(ContractMessages, ARefusalIsTheSuppliersOrThePaymentsByTheCommandOfItsKey) {
    const Message supplier = examples::supplier_reply(Answer::refused, Command::confirm, "held");
    const Message payment =
        examples::payment_reply(Answer::refused, Command::refund, "voiding", "voiding");
    EXPECT_TRUE(
        std::holds_alternative<SupplierReply>(decoded(encode(supplier, examples::kMessage))));
    EXPECT_TRUE(std::holds_alternative<PaymentReply>(decoded(encode(payment, examples::kMessage))));
}

TEST(ContractMessages, AnAnswerWithoutOffersKeepsTheKindThatWasAskedFor) {
    EXPECT_EQ(type_of(examples::no_offer("hotel", StayOffers{})), "stay-offers");
    EXPECT_EQ(type_of(examples::no_offer("flight.I0", FlightOffers{})), "flight-offers");
}

TEST(ContractMessages, ADeadlineKeepsItsMicroseconds) {
    auto message = examples::hold_flight();
    for (const std::int64_t micros : {0LL, 1LL, 999'999LL, 1'795'262'400'000'001LL, -1LL}) {
        message.deadline = from_micros(micros);
        const Message read = decoded(encode(message, examples::kMessage));
        EXPECT_EQ(to_micros(std::get<SupplierCommand>(read).deadline), micros);
    }
}

TEST(ContractMessages, AnEndlessDeadlineBecomesTheLastInstantThatCanBeWritten) {
    auto message = examples::hold_flight();
    message.deadline = Instant::max();
    const Message last = decoded(encode(message, examples::kMessage));
    EXPECT_EQ(std::get<SupplierCommand>(last).deadline,
              examples::at("9999-12-31T23:59:59.999999Z"));
    message.deadline = Instant::min();
    const Message first = decoded(encode(message, examples::kMessage));
    EXPECT_EQ(std::get<SupplierCommand>(first).deadline, examples::at("0001-01-01T00:00:00Z"));
}

TEST(ContractMessages, TextThatIsNotUtf8IsReplacedAndNotThrownAt) {
    auto message = examples::held();
    message.description = "I01370 \xff\xfe";
    const Message read = decoded(encode(message, examples::kMessage));
    EXPECT_EQ(std::get<SupplierReply>(read).description, "I01370 \uFFFD\uFFFD");
}

TEST(ContractMessages, UnknownMembersAreIgnored) {
    std::string body = encode(examples::hold_flight(), examples::kMessage);
    body.insert(1, R"("traceparent":"00-1-2-01","later":{"more":[1,2,{"x":null}]},)");
    EXPECT_EQ(decoded(body), Message(examples::hold_flight()));
}

TEST(ContractMessages, TheOrderOfMembersAndTheWhiteSpaceDoNotMatter) {
    EXPECT_EQ(decoded("\r\n\t { \"session\" : \"0198C0DE-0000-7000-8000-000000000001\" ,\n"
                      " \"id\":\"0198c0de-0000-7000-8000-00000000000a\", \"type\":\"timeout\" } "),
              Message(TimeoutNotice{examples::kSession}));
}

TEST(ContractMessages, APackedListComesBackInOrder) {
    std::vector<std::string> bodies;
    for (const Message& message : examples::all()) {
        bodies.push_back(encode(message, examples::kMessage));
    }
    const auto items = decode(pack(bodies));
    ASSERT_EQ(items.size(), bodies.size());
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        EXPECT_EQ(std::get<Message>(items[i].item), examples::all()[i]);
        EXPECT_EQ(items[i].text, bodies[i]);
    }
}

TEST(ContractMessages, ASingleBodyIsNotPacked) {
    const std::vector<std::string> one = {encode(examples::held(), examples::kMessage)};
    EXPECT_EQ(pack(one), one[0]);
}

}  // namespace
}  // namespace viaja
