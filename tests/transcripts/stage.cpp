#include "tests/transcripts/stage.hpp"

#include <algorithm>
#include <stdexcept>

#include "session-service/core/cancellation.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/due.hpp"
#include "session-service/core/preconditions.hpp"
#include "session-service/core/queries.hpp"
#include "tests/transcripts/facts.hpp"
#include "tests/transcripts/rest.hpp"
#include "tests/transcripts/script.hpp"

namespace viaja::story {
namespace {

// More letters than any story needs; a story that does not settle is a mistake in the machines.
constexpr int kLettersMax = 2000;

std::string addressee_of(const Content& content) {
    if (const auto* command = std::get_if<SupplierCommand>(&content)) {
        return "supplier " + name_of(command->hold).substr(0, 1);
    }
    if (std::holds_alternative<PaymentCommand>(content)) return "payment";
    if (std::holds_alternative<GatewayAnswer>(content)) return "payment";
    if (std::holds_alternative<GatewayCall>(content)) return "gateway";
    if (std::holds_alternative<BankAnswer>(content)) return "payment";
    if (std::holds_alternative<Webhook>(content)) return "payment";
    if (std::holds_alternative<BankCall>(content)) return "bank";
    if (std::holds_alternative<ScheduleReply>(content)) return "the asker";
    return "session";
}

std::string joined(const std::vector<std::string>& words) {
    std::string line;
    for (const auto& word : words)
        line += (line.empty() ? "" : ", ") + word;
    return line;
}

void append(std::string& line, std::string_view separator, std::string_view more) {
    if (more.empty()) return;
    if (!line.empty()) line += separator;
    line += more;
}

}  // namespace

const session::Session& Stage::session() const {
    if (!world_.session) throw std::invalid_argument("the session has to be opened first");
    return *world_.session;
}

Supplier& Stage::supplier(const std::string& letter) {
    const auto found = world_.suppliers.find(letter.front());
    if (found == world_.suppliers.end()) throw std::invalid_argument("no supplier " + letter);
    return found->second;
}

Health Stage::health_named(const std::string& word) {
    if (word == "well") return Health::well;
    if (word == "silent") return Health::silent;
    if (word == "mute") return Health::mute;
    throw std::invalid_argument("one is well, silent or mute, not " + word);
}

void Stage::event(const std::string& who, const std::function<void()>& what, bool quiet) {
    const auto before = world_;
    world_.sent.clear();
    note_.clear();
    what();
    auto line = note_;
    append(line, "; ", difference(before, world_));
    if (!world_.sent.empty()) append(line, "; ", "sends " + joined(world_.sent));
    if (line.empty() && quiet) return;
    say(who + ": " + (line.empty() ? "nothing" : line));
}

void Stage::note_refusal(const session::Outcome& outcome) {
    if (outcome.code == session::Code::accepted) return;
    note_ = "refused, " + std::string(name_of(outcome.code));
    if (outcome.expected) note_ += " (it is " + std::to_string(outcome.expected->amount) + ")";
}

void Stage::open() {
    event("session", [&] { open_session(world_); });
}

void Stage::cancel_trip(std::vector<HoldId> holds) {
    event("session", [&] { note_refusal(story::cancel_trip(world_, std::move(holds))); });
}

void Stage::quote(const std::string& name, std::vector<HoldId> holds) {
    event("session", [&] {
        const auto outcome =
            act(world_, session::QuoteCancellation{quote_named(name), std::move(holds)});
        note_refusal(outcome);
        if (outcome.code == session::Code::accepted) {
            note_ = "gives back " + std::to_string(session::refund_of(*session().cancellation)) +
                    " of " + std::to_string(total(session()).amount);
        }
    });
}

void Stage::swap(const HoldId& old, const HoldId& fresh) {
    const auto* hold = find_hold(session(), old);
    const auto item = hold ? hold->request : request_for("flight");
    request(session::AskHold{fresh, item, old});
}

void Stage::by_hand(const std::string& state) {
    const auto target = named<session::LegacyState>(state);
    if (!target) throw std::invalid_argument("the seed has no state " + state);
    event("session",
          [&] { note_ = "answers " + std::string(name_of(set_by_hand(world_, *target))); });
}

void Stage::arrive(const Letter& letter) {
    const auto addressee = letter.address.empty() ? addressee_of(*letter.content) : letter.address;
    const auto who = letter.name + " -> " + addressee;
    event(who, [&] { deliver(world_, letter); });
}

void Stage::deliver_named(const std::string& name) {
    const auto* letter = find_letter(world_, name);
    if (!letter) throw std::invalid_argument("no part ever wrote " + name);
    arrive(Letter(*letter));
}

void Stage::lose(const std::string& name) {
    auto* letter = find_letter(world_, name);
    if (!letter) throw std::invalid_argument("no part ever wrote " + name);
    letter->is_new = false;
}

void Stage::settle() {
    for (int count = 0; count < kLettersMax; ++count) {
        const auto next = std::ranges::find(world_.letters, true, &Letter::is_new);
        if (next == world_.letters.end()) return;
        arrive(Letter(*next));
    }
    throw std::invalid_argument("this does not settle");
}

void Stage::tick() {
    event(
        "time -> session", [&] { tick_session(world_); }, true);
    event(
        "time -> payment", [&] { tick_payment(world_); }, true);
}

void Stage::silence() {
    if (!session().saga || !session().saga->deadline) {
        throw std::invalid_argument("no step is pending that is ever given up");
    }
    world_.now = std::max(world_.now, *session().saga->deadline);
    const auto lose_every_copy = [&](session::RetryState& retry) {
        const int enough = session::asks_before_silence(world_.rules.limits);
        if (retry.next_attempt_at) retry.tries = std::max(retry.tries, enough);
    };
    lose_every_copy(world_.session->saga->retry);
    for (auto& hold : world_.session->holds)
        lose_every_copy(hold.retry);
    event("time -> session", [&] { tick_session(world_); });
}

void Stage::wait(Duration length) {
    const auto until = world_.now + length;
    settle();
    for (auto due = next_due(world_); due <= until; due = next_due(world_)) {
        world_.now = std::max(world_.now, due);
        tick();
        settle();
    }
    world_.now = until;
}

void Stage::clock(Duration length) {
    world_.now += length;
}

void Stage::clock_to_deadline(Duration offset) {
    const auto deadline = session().timeout.expires_at;
    if (!deadline) throw std::invalid_argument("the session has no deadline yet");
    world_.now = *deadline + offset;
}

void Stage::want_told(const std::string& who, const std::string& name, const std::string& whom) {
    event(who, [&] { story::want_told(world_, name, whom); });
}

void Stage::bank_pays(std::int64_t amount) {
    event("bank", [&] { story::bank_pays(world_, session().attempt, amount); });
}

void Stage::expire_by_hand(const std::string& letter, const HoldId& id) {
    event("supplier " + letter, [&] { story::expire_by_hand(world_, id); });
}

void Stage::say_actions() {
    const auto actions = joined(session::available_actions(session(), world_.now));
    say(actions.empty() ? "nothing" : actions);
}

void Stage::say_timeline() {
    for (const auto& entry : world_.timeline) {
        auto line = std::to_string(entry.sequence) + " " + entry.type;
        if (entry.hold) append(line, " ", name_of(*entry.hold));
        if (entry.attempt > 0) append(line, " ", "#" + std::to_string(entry.attempt));
        append(line, " ", entry.detail);
        say(line);
    }
}

void Stage::say_table_by_hand() {
    using Lines = std::vector<std::string>;
    const Lines to_paying = {"open", "hold A1 flight", "settle", "pay tok_ok"};
    const std::pair<std::string, Lines> beginnings[] = {
        {"CORRENDO (idle)", {"open"}},
        {"CORRENDO (running)", {"open", "hold A1 flight", "settle"}},
        {"PAUSADA (by hand)", {"open", "by hand PAUSADA"}},
        {"PAUSADA (paying)", to_paying},
        {"TEMPO_ESGOTADO", {"open", "by hand TEMPO_ESGOTADO"}},
        {"CANCELADA", {"open", "cancel"}},
        {"CONFIRMADA", {"open", "hold A1 flight", "settle", "pay tok_ok", "settle"}},
        {"CANCELADA (refunding)",
         {"open", "hold A1 flight", "settle", "pay tok_ok", "settle", "cancel the trip"}},
    };
    const Lines targets = {"CORRENDO", "PAUSADA", "TEMPO_ESGOTADO", "CANCELADA"};
    const auto cell = [](std::string text, std::size_t width) {
        text.resize(std::max(text.size(), width), ' ');
        return text;
    };
    auto head = cell("from, to:", 23);
    for (const auto& target : targets)
        head += cell(target, 16);
    say(head.substr(0, head.find_last_not_of(' ') + 1));
    for (const auto& [name, commands] : beginnings) {
        auto row = cell(name, 23);
        for (const auto& target : targets) {
            auto world = new_world();
            for (const auto& command : commands)
                play_line(world, command);
            const auto state = named<session::LegacyState>(target).value();
            row += cell(std::string(name_of(set_by_hand(world, state))), 16);
        }
        say(row.substr(0, row.find_last_not_of(' ') + 1));
    }
}

}  // namespace viaja::story
