#pragma once
// One page of what one supplier answers, in the supplier's own order: "next" goes on in it. Private
// to this library; loop thread.

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "session-service/http/representation.hpp"
#include "session-service/search/questions.hpp"

namespace viaja::session {

/// Every supplier that answered answers the same thing wrong with the question.
inline bool all_complain(const SupplierAnswers& answers) {
    return answers.answered > 0 && answers.problems.size() == answers.answered;
}

/// `offers` are those of `answers` of one kind; `shown` makes JSON of one, `place` what "next" is
/// behind it.
template <class Offer>
nlohmann::json offer_page(const SupplierAnswers& answers, const std::vector<Offer>& offers,
                          Instant now, nlohmann::json (*shown)(const Offer&),
                          std::string (*place)(const Offer&)) {
    const auto page = std::span(offers).first(std::min(offers.size(), kOffersMax));
    nlohmann::json list = nlohmann::json::array();
    for (const auto& offer : page)
        list.push_back(shown(offer));
    const bool more = !page.empty() && (answers.more || page.size() < offers.size());
    nlohmann::json body = {{"offers", std::move(list)},
                           {"missing", answers.missing},
                           {"more", more},
                           {"server_time", rfc3339(now)}};
    if (more) body["next"] = place(page.back());
    return body;
}

}  // namespace viaja::session
