// Documents, pages and comments write the greatest quantity out; it is that of
// common/contract/quantity.hpp.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "common/contract/quantity.hpp"
#include "tests/docs/yaml_document.hpp"

namespace viaja::docs {
namespace {

std::string text_of(const std::string& path) {
    std::ifstream file(path);
    EXPECT_TRUE(file) << path << ": run in the project root";
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void expect_range(const Json& schema, const std::string& where) {
    EXPECT_EQ(schema.at("minimum"), 1) << where;
    EXPECT_EQ(schema.at("maximum"), kQuantityMax) << where;
}

TEST(Quantity, TheHttpApiHasItInBodiesAndQueries) {
    const Json document = read_yaml("docs/openapi.yaml");
    expect_range(document.at("components").at("schemas").at("Quantity"), "Quantity");
    int checked = 0;
    for (const auto& [path, methods] : document.at("paths").items()) {
        const auto& get = methods.value("get", Json::object());
        for (const Json& parameter : get.value("parameters", Json::array())) {
            const auto name = parameter.value("name", "");
            if (name != "passengers" && name != "guests" && name != "quantity") continue;
            expect_range(parameter.at("schema"), path + " " + name);
            ++checked;
        }
    }
    EXPECT_GT(checked, 3);
}

TEST(Quantity, TheMessagesHaveIt) {
    const Json document = read_yaml("docs/asyncapi.yaml");
    expect_range(document.at("components").at("schemas").at("Quantity"), "Quantity");
}

struct Place {
    const char* path;
    std::string text;
};

TEST(Quantity, PagesWriteItOut) {
    const auto most = std::to_string(kQuantityMax);
    const Place places[] = {
        {"common/contract/messages.hpp", "seats, rooms or tickets, " + quantity_range()},
        {"common/contract/schedule.hpp", "///< " + quantity_range()},
        {"docs/messages.md", "| `quantity` | " + quantity_range() + " |"},
        {"docs/messages.md", "`content.quantity must be " + quantity_range() + "`"},
        {"docs/messages.md", "| `travellers` | at most " + most + " names"},
        {"docs/supplier.md", "`quantity` of a hold is " + quantity_range()},
        {"docs/operations.md", "`content.quantity must be " + quantity_range() + "`"},
        {"web/src/search/query.ts", "export const PEOPLE_MAX = " + most + ";"},
        {"web/src/search/query.ts", "export const UNITS_MAX = " + most + ";"},
        {"web/src/texts/en/search.ts", quantity_range() + " people"},
        {"web/src/texts/pt/search.ts", "1 a " + most + " pessoas"},
    };
    for (const auto& [path, text] : places)
        EXPECT_NE(text_of(path).find(text), std::string::npos) << path << " lacks " << text;
}

}  // namespace
}  // namespace viaja::docs
