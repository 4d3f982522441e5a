// docs/openapi.yaml against the program: the same routes, the same problem codes with the same
// status, the same words for states, and no reference into nothing.

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/adapters/in_process/in_process_bus.hpp"
#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "common/contract/check.hpp"
#include "common/http/problem.hpp"
#include "common/runtime/loop.hpp"
#include "common/supplier/operator_routes.hpp"
#include "session-service/core/session.hpp"
#include "session-service/server.hpp"

namespace viaja {
namespace {

using Routes = std::set<std::string>;  ///< "GET /v1/sessions/{id}"
using Words = std::vector<std::string>;

class NothingToSell : public supplier::Inventory {
  public:
    std::vector<std::variant<supplier::Quote, supplier::NoQuote>> quote(
        Connection&, std::span<const HoldRequest>, Instant) override {
        return {};
    }
    QuestionAnswer answer(Connection&, const Question&, Instant) override { return {}; }
};

/// The routes of servers that never listen: that of session-service, and what operators see at a
/// supplier's port.
Routes served_routes() {
    SystemClock clock;
    SystemRandom random;
    runtime::Loop loop;
    InProcessBus bus(clock, random);
    SqliteDatabase database(SqliteDatabase::Memory{"docs"}, clock);
    const runtime::DatabaseTime time(clock);
    session::SessionChanges changes(loop, bus);
    const session::SessionServer server({loop, database, bus, clock, time, random, changes},
                                        [](Input) {}, {});
    NothingToSell inventory;
    http::Router of_supplier;
    supplier::add_operator_routes(of_supplier, {database, inventory, "hotel", ""});
    Routes routes;
    for (const auto* router : {&server.router(), &std::as_const(of_supplier)}) {
        for (const auto& route : router->routes())
            routes.insert(route.method + " " + route.pattern);
    }
    return routes;
}

/// The member of that name; an undefined node where there is none.
YAML::Node member(const YAML::Node& node, const std::string& name) {
    const YAML::Node nothing(YAML::NodeType::Undefined);
    if (!node.IsDefined() || !node.IsMap()) return nothing;
    for (const auto& entry : node) {
        if (entry.first.as<std::string>() == name) return entry.second;
    }
    return nothing;
}

YAML::Node content_of_problem(const YAML::Node& response) {
    return member(member(response, "content"), "application/problem+json");
}

std::string unescaped(const std::string& part) {
    std::string text;
    for (std::size_t i = 0; i < part.size(); ++i) {
        const bool escape = part[i] == '~' && i + 1 < part.size();
        text += !escape ? part[i] : part[i + 1] == '1' ? '/' : '~';
        if (escape) ++i;
    }
    return text;
}

class OpenApi : public testing::Test {
  protected:
    struct Operation {
        std::string method;
        std::string path;
        YAML::Node about;
        YAML::Node shared_parameters;

        std::string name() const { return method + " " + path; }
    };

    void SetUp() override { document_ = YAML::LoadFile("docs/openapi.yaml"); }

    std::vector<Operation> operations() const {
        static const std::map<std::string, std::string> kMethods = {
            {"get", "GET"}, {"post", "POST"}, {"put", "PUT"}, {"delete", "DELETE"}};
        std::vector<Operation> found;
        for (const auto& path : document_["paths"]) {
            for (const auto& member : path.second) {
                const auto method = kMethods.find(member.first.as<std::string>());
                if (method == kMethods.end()) continue;
                found.push_back({method->second, path.first.as<std::string>(), member.second,
                                 path.second["parameters"]});
            }
        }
        return found;
    }

    /// What "#/components/…" points at; an undefined node where there is nothing.
    YAML::Node pointed_at(const std::string& reference) const {
        if (!reference.starts_with("#/")) return YAML::Node(YAML::NodeType::Undefined);
        return below(document_, reference.substr(2));
    }

    static YAML::Node below(const YAML::Node& node, const std::string& path) {
        const auto slash = path.find('/');
        const auto next = member(node, unescaped(path.substr(0, slash)));
        return slash == std::string::npos ? next : below(next, path.substr(slash + 1));
    }

    YAML::Node followed(const YAML::Node& node) const {
        return node["$ref"] ? followed(pointed_at(node["$ref"].as<std::string>())) : node;
    }

    YAML::Node schema(const std::string& name) const {
        return document_["components"]["schemas"][name];
    }

    YAML::Node document_;
};

void collect_references(const YAML::Node& node, std::set<std::string>& references) {
    if (node.IsSequence()) {
        for (const auto& item : node)
            collect_references(item, references);
    } else if (node.IsMap()) {
        for (const auto& member : node) {
            const bool reference = member.first.as<std::string>() == "$ref";
            if (reference) references.insert(member.second.as<std::string>());
            collect_references(member.second, references);
        }
    }
}

/// The part of a response that says which problems it may be; undefined for any other response.
YAML::Node problem_of(const YAML::Node& response) {
    const auto problem = content_of_problem(response);
    return member(member(problem, "schema"), "properties");
}

/// The words of an enumeration, in its order.
template <HasWords Enum>
Words words_of() {
    Words words;
    for (const Enum value : all_of<Enum>())
        words.emplace_back(name_of(value));
    return words;
}

TEST_F(OpenApi, DescribesTheRoutesThatAreServedAndNoOthers) {
    Routes described;
    for (const auto& operation : operations())
        described.insert(operation.name());
    EXPECT_EQ(described, served_routes());
}

TEST_F(OpenApi, ListsTheProblemCodesOfTheTableUnderTheirStatus) {
    std::map<std::string, int> listed;
    for (const auto& response : document_["components"]["responses"]) {
        const auto problem = problem_of(response.second);
        if (!problem) continue;
        for (const auto& code : problem["code"]["enum"]) {
            const int status = problem["status"]["const"].as<int>();
            const auto [place, is_new] = listed.emplace(code.as<std::string>(), status);
            EXPECT_TRUE(is_new || place->second == status) << place->first;
        }
    }
    std::map<std::string, int> known;
    for (const auto& problem : http::known_problems())
        known.emplace(problem.code, problem.status);
    EXPECT_EQ(listed, known);
}

TEST_F(OpenApi, KnowsEveryCodeOfTheCore) {
    for (const auto& code : words_of<session::Code>()) {
        // What only says how an accepted payment ended, or that it is decided once more, is no
        // problem by itself.
        if (code == "accepted" || code == "payment_unpaid" || code == "price_unknown") continue;
        EXPECT_NE(http::known_problem(code), nullptr) << code;
    }
}

TEST_F(OpenApi, HasEachResponseUnderItsOwnStatus) {
    for (const auto& operation : operations()) {
        for (const auto& entry : operation.about["responses"]) {
            const auto status = entry.first.as<std::string>();
            const auto response = followed(entry.second);
            EXPECT_TRUE(response["description"]) << operation.name() << " " << status;
            if (status < "400" || status == "default") continue;
            const auto problem = problem_of(response);
            ASSERT_TRUE(problem) << operation.name() << " " << status;
            EXPECT_EQ(problem["status"]["const"].as<std::string>(), status) << operation.name();
        }
    }
}

TEST_F(OpenApi, ShowsOnlyExamplesOfAProblemThatMayComeThere) {
    int shown = 0;
    for (const auto& response : document_["components"]["responses"]) {
        const auto example = member(content_of_problem(response.second), "example");
        if (!example) continue;
        ++shown;
        const auto code = example["code"].as<std::string>();
        const auto codes = problem_of(response.second)["code"]["enum"].as<Words>();
        EXPECT_TRUE(std::ranges::find(codes, code) != codes.end()) << code;
        const auto* known = http::known_problem(code);
        ASSERT_NE(known, nullptr) << code;
        EXPECT_EQ(example["title"].as<std::string>(), known->title);
        EXPECT_EQ(example["status"].as<int>(), known->status);
    }
    EXPECT_GT(shown, 0);
}

// A decline is answered 402; every other payment that was undone is answered with 409.
TEST_F(OpenApi, ListsEachFailureOfAPaymentThatWasUndoneBesideItsProblem) {
    Words undone;
    for (const auto& failure : schema("Payment")["properties"]["failure"]["enum"].as<Words>()) {
        const auto* problem = http::known_problem(failure);
        if (!problem || problem->status != 402) undone.push_back(failure);
    }
    EXPECT_GT(undone.size(), 1U);
    const auto refused = document_["components"]["responses"]["PaymentRefused"];
    const auto listed = problem_of(refused)["failure"]["enum"].as<Words>();
    EXPECT_EQ(listed, undone);
}

TEST_F(OpenApi, DeclaresTheNamesOfEachPath) {
    for (const auto& operation : operations()) {
        std::set<std::string> declared;
        for (const auto& list : {operation.shared_parameters, operation.about["parameters"]}) {
            if (!list) continue;
            for (const auto& entry : list) {
                const auto parameter = followed(entry);
                if (parameter["in"].as<std::string>() == "path")
                    declared.insert("{" + parameter["name"].as<std::string>() + "}");
            }
        }
        std::set<std::string> named;
        for (auto at = operation.path.find('{'); at != std::string::npos;
             at = operation.path.find('{', at + 1)) {
            named.insert(operation.path.substr(at, operation.path.find('}', at) - at + 1));
        }
        EXPECT_EQ(declared, named) << operation.name();
    }
}

TEST_F(OpenApi, HasNoReferenceIntoNothing) {
    std::set<std::string> references;
    collect_references(document_, references);
    EXPECT_FALSE(references.empty());
    for (const auto& reference : references)
        EXPECT_TRUE(pointed_at(reference).IsDefined()) << reference;
}

TEST_F(OpenApi, CallsStatesByTheWordsOfTheCore) {
    const auto listed = [&](const char* name) { return schema(name)["enum"].as<Words>(); };
    EXPECT_EQ(listed("SessionState"), words_of<session::SessionState>());
    EXPECT_EQ(listed("TimeoutState"), words_of<session::TimeoutState>());
    EXPECT_EQ(listed("HoldState"), words_of<session::HoldState>());
    EXPECT_EQ(listed("PaymentState"), words_of<session::PaymentState>());
    EXPECT_EQ(listed("SeedState"), words_of<session::LegacyState>());
    const auto subscription = schema("Notice")["allOf"][1]["properties"]["state"]["enum"];
    EXPECT_EQ(subscription.as<Words>(), words_of<session::SubscriptionState>());
}

}  // namespace
}  // namespace viaja
