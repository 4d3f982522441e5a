// The names of letters, as stories write them.

#include <algorithm>
#include <array>

#include "common/contract/check.hpp"
#include "tests/transcripts/world.hpp"

namespace viaja::story {
namespace {

std::string with_dashes(std::string_view word) {
    std::string text(word);
    std::ranges::replace(text, '_', '-');
    return text;
}

/// "#1", or nothing where no attempt to pay is meant.
std::string numbered(int attempt) {
    return attempt == 0 ? "" : "#" + std::to_string(attempt);
}

std::string because(const std::string& reason) {
    return reason.empty() ? "" : ": " + reason;
}

/// "=40000": of the refund of a part, what is given back in all behind it.
std::string in_all(std::int64_t refunded) {
    return refunded == 0 ? "" : "=" + std::to_string(refunded);
}

std::string words_of(const payment::OpenCall& call, int attempt) {
    const auto receipt = call.receipt.empty() ? "" : "(" + call.receipt + ")";
    return std::string(payment::name_of(call.operation)) + numbered(attempt) + receipt +
           in_all(call.return_to);
}

struct Namer {
    std::string operator()(const SupplierCommand& command) const {
        return std::string(viaja::name_of(command.command)) + numbered(command.attempt) + "(" +
               story::name_of(command.hold) + ")";
    }
    std::string operator()(const SupplierReply& reply) const {
        const bool refused = reply.answer == Answer::refused;
        const auto word = refused ? std::string(viaja::name_of(reply.command)) + "-refused"
                                  : with_dashes(viaja::name_of(reply.answer));
        return word + numbered(reply.attempt) + "(" + story::name_of(reply.hold) + ")" +
               because(reply.reason);
    }
    std::string operator()(const PaymentCommand& command) const {
        return std::string(viaja::name_of(command.command)) + numbered(command.attempt) +
               in_all(command.refund ? command.refund->amount : 0);
    }
    std::string operator()(const PaymentReply& reply) const {
        const bool refused = reply.answer == Answer::refused;
        const auto word = refused ? std::string(viaja::name_of(reply.command)) + "-refused"
                                  : with_dashes(viaja::name_of(reply.answer));
        return word + numbered(reply.attempt) +
               in_all(reply.refunded ? reply.refunded->amount : 0) + because(reply.reason);
    }
    std::string operator()(const GatewayCall& call) const {
        return "gw." + std::string(payment::name_of(call.operation)) + numbered(call.attempt) +
               in_all(call.refund_to);
    }
    std::string operator()(const GatewayAnswer& answer) const {
        const bool yes = answer.outcome.kind == payment::GatewayOutcome::Kind::ok;
        return "gw:" + std::string(payment::name_of(answer.operation)) + (yes ? "-ok" : "-no") +
               numbered(answer.attempt) + in_all(answer.refund_to) + because(answer.outcome.reason);
    }
    std::string operator()(const BankCall& call) const {
        return "gw." + words_of(call.call, call.attempt);
    }
    std::string operator()(const BankAnswer& answer) const {
        const bool yes = answer.outcome.kind == payment::ChargeOutcome::Kind::ok;
        auto name = "gw:" + words_of(answer.call, answer.attempt) + (yes ? "-ok" : "-no");
        for (const auto& receipt : answer.outcome.receipts)
            name += "+" + receipt.id;
        return name + because(answer.outcome.reason);
    }
    std::string operator()(const Webhook& webhook) const {
        return "webhook" + numbered(webhook.attempt) + "(" + webhook.receipt.id + ")";
    }
    std::string operator()(const ScheduleTimeout& wish) const {
        return "schedule(" + story::name_of(HoldId{wish.id}) + "->" + wish.notify + ")";
    }
    std::string operator()(const ScheduleReply& reply) const {
        const bool refused = reply.answer == ScheduleAnswer::refused;
        return std::string(viaja::name_of(reply.answer)) + "(" + story::name_of(HoldId{reply.id}) +
               "): " + (refused ? reply.reason : reply.state);
    }
    std::string operator()(const TimeoutNotice& subscription) const {
        return "timeout(" + story::name_of(HoldId{subscription.schedule.value()}) + ")";
    }
    std::string operator()(const TimeoutAcknowledged& told) const {
        return "timeout-acknowledged(" + story::name_of(HoldId{told.schedule}) + ")";
    }
};

}  // namespace

HoldId hold_named(std::string_view name) {
    Uuid::Bytes bytes{};
    check(!name.empty() && name.size() <= 12, "a hold has a name of one to twelve characters");
    std::ranges::copy(name, bytes.begin());
    return HoldId{Uuid(bytes)};
}

std::string name_of(const HoldId& id) {
    std::string name;
    for (const auto byte : id.value.bytes()) {
        if (byte != 0) name.push_back(static_cast<char>(byte));
    }
    return name;
}

std::string name_of(const Content& content) {
    return std::visit(Namer{}, content);
}

Letter* find_letter(World& world, std::string_view name) {
    for (auto& letter : world.letters) {
        if (letter.name == name) return &letter;
    }
    const auto opening = std::string(name) + ": ";
    for (auto& letter : world.letters) {
        if (letter.name.starts_with(opening)) return &letter;
    }
    return nullptr;
}

}  // namespace viaja::story
