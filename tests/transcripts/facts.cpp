#include "tests/transcripts/facts.hpp"

#include <algorithm>
#include <utility>

namespace viaja::story {
namespace {

std::string attempt_mark(int attempt) {
    return attempt == 0 ? "" : "@" + std::to_string(attempt);
}

std::string words_of(const session::Hold& hold) {
    auto words = std::string(name_of(hold.state));
    if (hold.state == session::HoldState::releasing) {
        words += " by " + std::string(viaja::name_of(hold.release));
        if (!hold.written_off.empty()) words += " (written off)";
    }
    if (!hold.reason.empty()) words += " (" + hold.reason + ")";
    return words;
}

std::string words_of(const session::Payment& payment) {
    auto words = std::string(name_of(payment.state));
    if (payment.failure != session::Code::accepted) {
        words += " (" + std::string(name_of(payment.failure)) + ")";
    }
    if (payment.returned > 0) words += " (" + std::to_string(payment.returned) + " returned)";
    return words;
}

std::string words_of(const supplier::Hold& row) {
    return std::string(name_of(row.state)) + attempt_mark(row.attempt);
}

std::string joined(const Facts& facts) {
    std::string line;
    for (const auto& [key, value] : facts) {
        if (!line.empty()) line += ", ";
        line += key + " " + value;
    }
    return line;
}

/// The facts that are new or have changed.
Facts changed(const Facts& before, const Facts& after) {
    Facts list;
    for (const auto& fact : after) {
        if (std::ranges::find(before, fact) == before.end()) list.push_back(fact);
    }
    const bool was_flagged = !before.empty() && before.back().first == "needs";
    const bool is_flagged = !after.empty() && after.back().first == "needs";
    if (was_flagged && !is_flagged) list.emplace_back("no attention", "needed any more");
    return list;
}

}  // namespace

Facts facts_of_session(const World& world) {
    if (!world.session) return {};
    const auto& session = *world.session;
    Facts facts = {{"session", std::string(name_of(session.state))},
                   {"timeout", std::string(name_of(session.timeout.state))}};
    for (const auto& hold : session.holds) {
        facts.emplace_back(name_of(hold.id), words_of(hold));
    }
    for (const auto& payment : session.payments) {
        facts.emplace_back("payment #" + std::to_string(payment.attempt), words_of(payment));
    }
    for (const auto& subscription : session.subscriptions) {
        facts.emplace_back(name_of(HoldId{subscription.id}),
                           std::string(name_of(subscription.state)));
    }
    if (session.needs_attention) {
        const auto& error = session.saga ? session.saga->retry.last_error : std::string();
        facts.emplace_back("needs", "attention" + (error.empty() ? "" : " (" + error + ")"));
    }
    return facts;
}

Facts facts_of_suppliers(const World& world) {
    Facts facts;
    for (const auto& [id, row] : world.rows) {
        if (row.state != supplier::HoldState::none) facts.emplace_back(name_of(id), words_of(row));
    }
    for (const auto& [id, address] : world.told)
        facts.emplace_back(address, "knows of " + name_of(HoldId{id}));
    return facts;
}

Facts facts_of_payment(const World& world) {
    Facts facts;
    for (const auto& [attempt, row] : world.payments) {
        if (row.state == payment::State::none) continue;
        facts.emplace_back("#" + std::to_string(attempt), std::string(name_of(row.state)));
    }
    for (const auto& [attempt, charge] : world.charges)
        facts.emplace_back("#" + std::to_string(attempt), describe(charge));
    return facts;
}

Facts facts_of_gateway(const World& world) {
    Facts facts;
    for (const auto& [attempt, book] : world.gateway) {
        facts.emplace_back("#" + std::to_string(attempt), describe(book));
    }
    for (const auto& [attempt, book] : world.bank)
        facts.emplace_back("#" + std::to_string(attempt), describe(book));
    return facts;
}

std::string difference(const World& before, const World& after) {
    std::string line;
    for (const auto facts_of :
         {facts_of_session, facts_of_suppliers, facts_of_payment, facts_of_gateway}) {
        const auto words = joined(changed(facts_of(before), facts_of(after)));
        if (!line.empty() && !words.empty()) line += ", ";
        line += words;
    }
    return line;
}

std::string summary(const World& world) {
    const std::pair<std::string_view, Facts> parts[] = {{"", facts_of_session(world)},
                                                        {"supplier: ", facts_of_suppliers(world)},
                                                        {"payment: ", facts_of_payment(world)},
                                                        {"gateway: ", facts_of_gateway(world)}};
    std::string line;
    for (const auto& [title, facts] : parts) {
        if (facts.empty()) continue;
        if (!line.empty()) line += " | ";
        line += std::string(title) + joined(facts);
    }
    return line;
}

}  // namespace viaja::story
