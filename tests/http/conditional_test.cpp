// If-None-Match as RFC 9110 has it: lists, weak tags, "*".

#include <gtest/gtest.h>

#include "common/http/conditional.hpp"

namespace viaja::http {
namespace {

Request get(std::initializer_list<const char*> fields) {
    Request request;
    request.method = "GET";
    for (const auto* field : fields)
        request.headers.add("if-none-match", field);
    return request;
}

TEST(Conditional, TheTagMayStandAnywhereInTheList) {
    for (const char* field :
         {R"("7")", R"(W/"7")", R"( "7" )", R"("6", "7")", R"("6","7","8")", R"(W/"6" ,W/"7")",
          R"(,, "7",)", R"("a,b", "7")", R"("", "7")", "*", " * "}) {
        EXPECT_TRUE(client_has(get({field}), R"("7")")) << field;
    }
    EXPECT_TRUE(client_has(get({R"("6")", R"("7")"}), R"("7")")) << "two fields are one list";
}

TEST(Conditional, AnotherTagOrNoneIsNotTheRightOne) {
    EXPECT_FALSE(client_has(get({}), R"("7")"));
    for (const char* field : {"", ",", R"("6")", R"("77")", R"(W/"6", "8")", R"("6,7")"}) {
        EXPECT_FALSE(client_has(get({field}), R"("7")")) << field;
    }
}

TEST(Conditional, AFieldThatCannotBeReadSaysNothing) {
    for (const char* field : {"7", R"("7)", R"(7")", R"(w/"7")", R"(W/ "7")", R"("7" "8")",
                              R"("7";q=1)", R"("7", x)", R"(*, "7")", "**", R"("6", *)"}) {
        EXPECT_FALSE(client_has(get({field}), R"("7")")) << field;
    }
}

TEST(Conditional, WeakTagsAreDistinguishedFromStrongOnes) {
    Request request;
    request.headers.add("If-Match", R"(W/"6", "7")");
    request.headers.add("If-Match", R"("a,b")");
    const auto tags = read_entity_tags(request, "If-Match");
    ASSERT_TRUE(tags);
    EXPECT_FALSE(tags->any);
    EXPECT_EQ(tags->strong, (std::vector<std::string>{R"("7")", R"("a,b")"}));
    EXPECT_EQ(tags->weak, std::vector<std::string>{R"("6")"});
    EXPECT_TRUE(read_entity_tags(request, "If-None-Match")->strong.empty());
}

TEST(Conditional, OnlyGetAndHeadAreConditional) {
    auto request = get({"*"});
    request.method = "HEAD";
    EXPECT_TRUE(client_has(request, R"("7")"));
    for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS"}) {
        request.method = method;
        EXPECT_FALSE(client_has(request, R"("7")")) << method;
    }
}

TEST(Conditional, NotModifiedKeepsTheFieldsAndHasNoBody) {
    const auto response = not_modified({{"ETag", R"("7")"}, {"Cache-Control", "no-cache"}});
    EXPECT_EQ(response.status, 304);
    EXPECT_EQ(*response.headers.find("ETag"), R"("7")");
    EXPECT_EQ(*response.headers.find("Cache-Control"), "no-cache");
    EXPECT_EQ(response.body, "");
}

}  // namespace
}  // namespace viaja::http
