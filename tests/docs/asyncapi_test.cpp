// docs/asyncapi.yaml against the code: the same messages with the same members and limits, the same
// names on the broker, the same arguments of queues, and no reference into nothing.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "common/adapters/rabbitmq/rabbitmq_settings.hpp"
#include "common/contract/check.hpp"
#include "common/contract/encoding.hpp"
#include "common/contract/topology.hpp"
#include "common/supplier/core/hold.hpp"
#include "common/supplier/supplier.hpp"
#include "payment-service/payments.hpp"
#include "session-service/coordinator/session_participant.hpp"
#include "tests/core/contract_examples.hpp"
#include "tests/docs/json_schema.hpp"
#include "tests/docs/yaml_document.hpp"

namespace viaja::docs {
namespace {

using Words = std::set<std::string>;

/// Around the messages: these are no messages of common/contract.
const Words kNotOfTheContract = {"list",         "sessionChanged", "sessionReplica",
                                 "serviceAlive", "serviceWho",     "serviceGone",
                                 "seatsChanged", "deadLetter",     "legacyTimeout"};

std::string text_of_file(const std::string& path) {
    std::ifstream file(path);
    EXPECT_TRUE(file) << path << ": run in the project root";
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines)
        text += line + "\n";
    return text;
}

template <HasWords Enum>
Words words_of() {
    Words words;
    for (const Enum value : all_of<Enum>())
        words.emplace(name_of(value));
    return words;
}

/// What the service does with a message before it decides; throws where it has no use for it.
void receive(const Message& message, const std::string& channel) {
    const bool question = std::holds_alternative<Question>(message);
    if (channel == "session") {
        static_cast<void>(session::read(message));
    } else if (channel == "payment") {
        static_cast<void>(payment::read(message));
    } else if (channel == "answers") {
        check(std::holds_alternative<QuestionAnswer>(message), "only answers to questions");
    } else if (!question) {
        static_cast<void>(supplier::read(message));
    }
}

class AsyncApi : public testing::Test {
  protected:
    void SetUp() override { document_ = read_yaml("docs/asyncapi.yaml"); }

    const Json& messages() const { return document_["components"]["messages"]; }

    /// The messages of the contract, by their place in the document.
    std::map<std::string, const Json*> contract() const {
        std::map<std::string, const Json*> found;
        for (const auto& [place, message] : messages().items()) {
            if (!kNotOfTheContract.contains(place)) found.emplace(place, &message);
        }
        return found;
    }

    JsonSchema schema_of(const Json& message) const {
        return JsonSchema(document_, message["payload"]);
    }

    Words on_channel(const std::string& name) const {
        Words places;
        for (const auto& [place, message] : document_["channels"][name]["messages"].items())
            places.insert(place);
        return places;
    }

    /// A channel that takes the message: whose reader may say what it thinks of it.
    std::string reader_of(const std::string& place) const {
        for (const char* channel :
             {"hotel", "flight", "event", "other", "payment", "session", "answers"}) {
            if (on_channel(channel).contains(place)) return channel;
        }
        return {};
    }

    const Json& exchange_of(const std::string& channel) const {
        return document_["channels"][channel]["bindings"]["amqp"]["exchange"];
    }

    Json document_;
};

TEST_F(AsyncApi, DescribesEveryMessageOfTheContractAndNoOther) {
    Words described;
    for (const auto& [place, message] : contract())
        described.insert((*message)["name"].get<std::string>());
    EXPECT_EQ(described, message_types());
}

TEST_F(AsyncApi, HasExamplesThatAreReadAndWrittenAsTheyStandThere) {
    for (const auto& [place, message] : contract()) {
        ASSERT_FALSE((*message)["examples"].empty()) << place;
        EXPECT_EQ((*message)["bindings"]["amqp"]["messageType"], (*message)["name"]) << place;
        for (const auto& example : (*message)["examples"]) {
            const Json& payload = example["payload"];
            EXPECT_EQ(joined(schema_of(*message).complaints(payload)), "") << place;
            const auto decoded = decode(payload.dump());
            ASSERT_EQ(decoded.size(), 1U) << place;
            const auto* read = std::get_if<Message>(&decoded[0].item);
            ASSERT_NE(read, nullptr)
                << place << ": " << std::get<Unreadable>(decoded[0].item).reason;
            EXPECT_EQ(type_of(*read), (*message)["name"].get<std::string>()) << place;
            const auto id = Uuid::parse(payload["id"].get<std::string>());
            EXPECT_EQ(Json::parse(encode(*read, id.value(), decoded[0].origin.context)), payload)
                << place;
        }
    }
}

TEST_F(AsyncApi, DescribesWhatIsEncodedWithAllItsMembers) {
    TraceContext context{.trace_id = trace_of(examples::kSession), .request_id = "r-1"};
    for (const Message& example : examples::all()) {
        const auto body = Json::parse(encode(example, examples::kMessage, context));
        std::string reasons;
        int fitting = 0;
        for (const auto& [place, message] : contract()) {
            if ((*message)["name"] != body["type"]) continue;
            const auto complaints = schema_of(*message).complaints(body);
            fitting += complaints.empty() ? 1 : 0;
            reasons += joined(complaints);
        }
        EXPECT_EQ(fitting, 1) << body.dump(2) << "\n" << reasons;
    }
}

TEST_F(AsyncApi, DrawsTheLimitsWhereTheReadersDrawThem) {
    int tried = 0;
    for (const auto& [place, message] : contract()) {
        const auto reader = reader_of(place);
        for (const auto& example : (*message)["examples"]) {
            for (const auto& [what, value, fits] :
                 schema_of(*message).neighbours(example["payload"])) {
                // Without its key it is the timeout that any sender may send.
                if (place == "timeoutOfSchedule" && what == "/key is missing") continue;
                const auto decoded = decode(value.dump());
                const auto* read = std::get_if<Message>(&decoded.at(0).item);
                bool taken = read != nullptr;
                try {
                    if (read && !reader.empty()) receive(*read, reader);
                } catch (const Bug&) {
                    taken = false;
                }
                EXPECT_EQ(taken, fits) << place << ": " << what;
                ++tried;
            }
        }
    }
    EXPECT_GT(tried, 1000);
}

TEST_F(AsyncApi, ListsUnderEachChannelWhatItsReaderTakes) {
    for (const char* channel :
         {"flight", "hotel", "event", "other", "payment", "session", "answers"}) {
        for (const auto& [place, message] : contract()) {
            const auto decoded = decode((*message)["examples"][0]["payload"].dump());
            const auto& read = std::get<Message>(decoded.at(0).item);
            bool taken = true;
            try {
                receive(read, channel);
            } catch (const Bug&) {
                taken = false;
            }
            // Suppliers share a reader, and each inventory answers its own question.
            if (place == "search-stays" || place == "search-nights")
                taken = channel == topology::kHotel;
            if (place == "search-events") taken = channel == topology::kEvent;
            if (place == "search-other") taken = channel == std::string("other");
            for (const char* of_flights : {"search-flights", "ask-schedule", "ask-seats"})
                if (place == of_flights) taken = channel == std::string("flight");
            EXPECT_EQ(on_channel(channel).contains(place), taken) << channel << ": " << place;
        }
    }
}

TEST_F(AsyncApi, ShowsAListAndTheLegacyTextAsTheyAreRead) {
    const Json& list = messages()["list"];
    const Json& packed = list["examples"][0]["payload"];
    EXPECT_EQ(joined(schema_of(list).complaints(packed)), "");
    std::vector<std::string> types;
    for (const auto& item : decode(packed.dump()))
        types.push_back(type_of(std::get<Message>(item.item)));
    EXPECT_EQ(types, (std::vector<std::string>{"cancel", "timeout"}));

    const auto text = messages()["legacyTimeout"]["examples"][0]["payload"].get<std::string>();
    const auto seed = decode(text);
    EXPECT_EQ(std::get<Message>(seed.at(0).item), Message(TimeoutNotice{examples::kSession}));
}

TEST_F(AsyncApi, CallsStatesByTheWordsOfTheCores) {
    const auto listed = [&](const char* name) {
        return document_["components"]["schemas"][name]["enum"].get<Words>();
    };
    EXPECT_EQ(listed("SupplierRowState"), words_of<supplier::HoldState>());
    auto of_payment = words_of<payment::State>();
    of_payment.merge(words_of<payment::ChargeState>());
    EXPECT_EQ(listed("PaymentRowState"), of_payment);
}

TEST_F(AsyncApi, NamesExchangesAddressesAndTopicsAsTheCodeDoes) {
    const std::string exchange(topology::kExchange);
    const std::map<std::string, std::pair<std::string, Json>> expected = {
        {"session", {exchange, topology::kSession}},
        {"flight", {exchange, topology::flight("{carrier}")}},
        {"hotel", {exchange, topology::kHotel}},
        {"event", {exchange, topology::kEvent}},
        {"other", {exchange, topology::other("{supplier}")}},
        {"payment", {exchange, topology::kPayment}},
        {"voos", {exchange, topology::kLegacyFlights}},
        {"hoteis", {exchange, topology::kLegacyHotels}},
        {"answers", {exchange, topology::private_address("{id}")}},
        {"reply", {exchange, nullptr}},
        {"sessionChanged", {topology::events_exchange(exchange), topology::session_events(0)}},
        {"sessionReplica", {topology::events_exchange(exchange), topology::session_replica(0)}},
        {"serviceAlive", {topology::events_exchange(exchange), topology::kServiceAlive}},
        {"serviceWho", {topology::events_exchange(exchange), topology::kServiceWho}},
        {"serviceGone", {topology::events_exchange(exchange), topology::kServiceGone}},
        {"seatsChanged", {topology::events_exchange(exchange), topology::kSeatsChanged}},
        {"dead", {topology::dead_exchange(exchange), "{address}"}},
    };
    for (const auto& [name, channel] : document_["channels"].items()) {
        ASSERT_TRUE(expected.contains(name)) << name;
        const auto& [of_exchange, address] = expected.at(name);
        EXPECT_EQ(exchange_of(name)["name"], of_exchange) << name;
        EXPECT_EQ(exchange_of(name)["type"], "topic") << name;
        EXPECT_EQ(exchange_of(name)["durable"], true) << name;
        EXPECT_EQ(channel["address"], address) << name;
    }
    EXPECT_EQ(document_["channels"].size(), expected.size());
}

TEST_F(AsyncApi, NamesQueuesAndTheirKeysAsTheCodeDoes) {
    const auto queue = [&](const char* channel) {
        return document_["channels"][channel]["x-queue"];
    };
    const auto as = [](const std::string& name, const char* kind, const Json& keys) {
        return Json{{"name", name}, {"kind", kind}, {"bound", keys}};
    };
    const std::string flight = topology::flight("{carrier}");
    const std::string hotel(topology::kHotel);
    const std::string event(topology::kEvent);
    const std::string session(topology::kSession);
    const std::string payment(topology::kPayment);
    const std::string own = topology::private_address("{id}");
    EXPECT_EQ(queue("flight"), as(flight, "ofAnAddress", {flight, topology::kLegacyFlights}));
    EXPECT_EQ(queue("hotel"), as(hotel, "ofAnAddress", {hotel, topology::kLegacyHotels}));
    EXPECT_EQ(queue("event"), as(event, "ofAnAddress", Json::array({event})));
    const std::string other = topology::other("{supplier}");
    EXPECT_EQ(queue("other"), as(other, "ofAnAddress", Json::array({other})));
    EXPECT_EQ(queue("session"), as(session, "ofAnAddress", Json::array({session})));
    EXPECT_EQ(queue("payment"), as(payment, "ofAnAddress", Json::array({payment})));
    EXPECT_EQ(queue("answers"), as(own, "ofOneProcess", Json::array({own})));
    EXPECT_EQ(queue("sessionChanged"), as(topology::listener("{id}"), "ofOneProcess",
                                          Json::array({topology::session_events(0)})));
    const std::map<std::string, std::string> topics = {
        {"sessionReplica", topology::session_replica(0)},
        {"serviceAlive", std::string(topology::kServiceAlive)},
        {"serviceWho", std::string(topology::kServiceWho)},
        {"serviceGone", std::string(topology::kServiceGone)},
        {"seatsChanged", std::string(topology::kSeatsChanged)}};
    for (const auto& [channel, topic] : topics) {
        EXPECT_EQ(queue(channel.c_str()),
                  as(topology::listener("{id}"), "ofOneProcess", Json::array({topic})));
    }
    EXPECT_EQ(queue("dead"),
              as(topology::dead("{address}"), "ofDeadLetters", Json::array({"{address}"})));
}

/// Reads, in declarations.cpp, which arguments a queue is declared with.
class Declarations {
  public:
    explicit Declarations(std::string source) : source_(std::move(source)) {}

    /// What is added between the first of each of the words, in their order, and the next ';'.
    Json after(const std::vector<std::string>& words) const {
        std::size_t begin = 0;
        for (const auto& word : words) {
            begin = source_.find(word, begin);
            EXPECT_NE(begin, std::string::npos) << word;
        }
        const std::string part = source_.substr(begin, source_.find(";\n", begin) - begin);
        static const std::regex kAdded(R"re(add\("([a-z-]+)",\s*([^)]+)\))re");
        Json arguments = Json::object();
        for (std::sregex_iterator one(part.begin(), part.end(), kAdded), end; one != end; ++one)
            arguments[(*one)[1].str()] = value_of((*one)[2].str());
        return arguments;
    }

  private:
    Json value_of(const std::string& text) const {
        if (text.starts_with('"')) return text.substr(1, text.size() - 2);
        if (text == "settings.queue_length_max") return RabbitmqSettings().queue_length_max;
        if (text == "settings.exchange") return topology::kExchange;
        if (text == "dead_exchange") return topology::dead_exchange(topology::kExchange);
        if (text == "address") return "{address}";
        std::smatch found;
        const std::regex constant("constexpr std::int64_t " + text + " = ([0-9']+);");
        EXPECT_TRUE(std::regex_search(source_, found, constant)) << text;
        std::string digits = found[1];
        std::erase(digits, '\'');
        return std::stoll(digits);
    }

    const std::string source_;
};

TEST_F(AsyncApi, GivesQueuesTheArgumentsThatTheAdapterDeclares) {
    const Declarations declarations(text_of_file("common/adapters/rabbitmq/declarations.cpp") +
                                    text_of_file("common/adapters/rabbitmq/declarations.hpp"));
    const Json of_every_durable = declarations.after({"void declare_durable", "arguments.add"});
    const auto durable = [&](const std::vector<std::string>& words) {
        Json arguments = declarations.after(words);
        arguments.update(of_every_durable);
        return arguments;
    };
    const auto expect = [&](const char* kind, bool own, const Json& arguments) {
        const Json& queue = document_["x-queues"][kind];
        EXPECT_EQ(queue["durable"], !own) << kind;
        EXPECT_EQ(queue["exclusive"], own) << kind;
        EXPECT_EQ(queue["autoDelete"], own) << kind;
        EXPECT_EQ(queue["arguments"], arguments) << kind;
    };
    expect("ofDeadLetters", false, durable({"void declare_classic", "dead.add"}));
    expect("ofAnAddress", false, durable({"void declare_classic", "live.add"}));
    expect("ofDeadLettersInACluster", false, durable({"void declare_quorum", "dead.add"}));
    expect("ofAnAddressInACluster", false, durable({"void declare_quorum", "live.add"}));
    expect("ofOneProcess", true, declarations.after({"void declare_own_queue", "arguments.add"}));
}

TEST_F(AsyncApi, NamesThePropertiesThatTheAdapterSets) {
    const auto source = text_of_file("common/adapters/rabbitmq/message_properties.cpp");
    static const std::regex kFlag("AMQP_BASIC_([A-Z_]+)_FLAG");
    Words set;
    for (std::sregex_iterator one(source.begin(), source.end(), kFlag), end; one != end; ++one) {
        auto name = (*one)[1].str();
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
        set.insert(name);
    }
    Words described;
    const Json& properties = document_["components"]["schemas"]["Properties"]["properties"];
    for (const auto& [name, about] : properties.items())
        described.insert(name);
    EXPECT_EQ(described, set);
}

void expect_targets(const Json& document, const Json& node) {
    if (node.is_object() && node.contains("$ref")) {
        const auto reference = node["$ref"].get<std::string>();
        EXPECT_NE(pointed_at(document, reference), nullptr) << reference;
    }
    if (!node.is_structured()) return;
    for (const auto& member : node)
        expect_targets(document, member);
}

TEST_F(AsyncApi, HasNoReferenceIntoNothing) {
    expect_targets(document_, document_);
}

}  // namespace
}  // namespace viaja::docs
