#pragma once
// What operators ask of suppliers: of the messages of contract_examples.hpp.

#include "common/contract/messages.hpp"
#include "common/contract/topology.hpp"
#include "tests/core/contract_example_ids.hpp"

namespace viaja::examples {

inline Question unit_question() {
    return {kQuestion, std::chrono::seconds(2), kDeadline, "answers.7f3a",
            UnitQuestion{"I01370/", "I01370/2026-12-19", 100}};
}

inline QuestionAnswer unit_answer() {
    return {kQuestion, topology::flight("I0"), "",
            UnitCounts{{"I01370/2026-12-20", 174, 171, 1, 2}}};
}

inline Question catalogue_change() {
    return {kQuestion, std::chrono::seconds(2), kDeadline, "answers.7f3a",
            CatalogueChange{*parse_rfc3339("2026-11-21T12:00:00.123456Z"),
                            "Fewer seats after the change of aircraft",
                            {{"I01370", Money{45'990, "BRL"}, 144}}}};
}

inline QuestionAnswer catalogue_changed() {
    return {kQuestion, topology::flight("I0"), "",
            CatalogueChanged{{{"I01370", {{103'190, "BRL"}, 174}, {{45'990, "BRL"}, 144}, 1}}, {}}};
}

inline QuestionAnswer refused_change() {
    return {kQuestion, topology::flight("I0"), "unknown_item",
            CatalogueChanged{{}, {{"I09999", "item", "is not for sale here"}}}};
}

}  // namespace viaja::examples
