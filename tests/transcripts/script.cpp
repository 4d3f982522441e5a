#include "tests/transcripts/script.hpp"

#include <algorithm>
#include <functional>
#include <sstream>
#include <stdexcept>

#include "session-service/core/commands.hpp"
#include "session-service/core/queries.hpp"
#include "tests/transcripts/facts.hpp"
#include "tests/transcripts/rest.hpp"
#include "tests/transcripts/stage.hpp"

namespace viaja::story {
namespace {

using Words = std::vector<std::string>;

Words split(std::string_view text) {
    std::istringstream stream{std::string(text)};
    Words words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

/// True if the words are those of `pattern`, where "*" stands for any one word.
bool is(const Words& words, std::string_view pattern) {
    const auto expected = split(pattern);
    return std::ranges::equal(words, expected, [](const auto& word, const auto& wanted) {
        return wanted == "*" || word == wanted;
    });
}

Duration duration_of(const std::string& text) {
    std::size_t end = 0;
    const auto number = std::stoll(text, &end);
    const auto unit = text.substr(end);
    if (unit == "us") return std::chrono::microseconds(number);
    if (unit == "s") return std::chrono::seconds(number);
    if (unit == "min") return std::chrono::minutes(number);
    throw std::invalid_argument("a length of time is like 15us, 10s or 10min, not " + text);
}

/// "A1 flight B1 room", maybe with "instead of C1 …" behind it.
session::AskHoldList list_of(const Words& words) {
    session::AskHoldList list;
    const auto instead = std::ranges::find(words, "instead");
    for (auto word = words.begin(); word + 1 < instead; word += 2)
        list.holds.push_back({hold_named(word[0]), request_for(word[1])});
    for (auto word = instead; word < words.end(); ++word) {
        if (*word != "instead" && *word != "of") list.replaces.push_back(hold_named(*word));
    }
    return list;
}

std::vector<HoldId> holds_named(const Words& words) {
    std::vector<HoldId> holds;
    for (const auto& word : words)
        holds.push_back(hold_named(word));
    return holds;
}

bool play_traveller(Stage& stage, const Words& words) {
    if (is(words, "open")) {
        stage.open();
    } else if (is(words, "hold * *")) {
        stage.request(session::AskHold{hold_named(words[1]), request_for(words[2]), {}});
    } else if (words.front() == "list" && words.size() > 2) {
        stage.request(list_of({words.begin() + 1, words.end()}));
    } else if (is(words, "swap * -> *")) {
        stage.swap(hold_named(words[1]), hold_named(words[3]));
    } else if (is(words, "drop *")) {
        stage.request(session::DropHold{hold_named(words[1])});
    } else if (is(words, "pay by pix")) {
        stage.request(session::Pay{"pix", "", total(stage.session())});
    } else if (is(words, "stop the payment")) {
        stage.request(session::StopPayment{});
    } else if (is(words, "the bank pays *")) {
        stage.bank_pays(std::stoll(words[3]));
    } else if (is(words, "pay *")) {
        stage.request(session::Pay{"card", words[1], total(stage.session())});
    } else if (is(words, "pay * *")) {
        stage.request(session::Pay{"card", words[1], Money{std::stoll(words[2])}});
    } else if (is(words, "cancel")) {
        stage.request(session::Cancel{});
    } else if (is(words, "cancel the trip")) {
        stage.cancel_trip({});
    } else if (words.front() == "cancel" && words.size() > 1) {
        stage.cancel_trip(holds_named({words.begin() + 1, words.end()}));
    } else if (words.front() == "quote" && words.size() > 1) {
        stage.quote(words[1], words[1] == "all" ? std::vector<HoldId>{}
                                                : holds_named({words.begin() + 1, words.end()}));
    } else if (is(words, "confirm quote *")) {
        stage.request(session::ConfirmCancellation{quote_named(words[2])});
    } else if (is(words, "by hand *")) {
        stage.by_hand(words[2]);
    } else {
        return false;
    }
    return true;
}

bool play_network_and_time(Stage& stage, const Words& words) {
    if (is(words, "deliver *") || is(words, "again *")) {
        stage.deliver_named(words[1]);
    } else if (is(words, "lose *")) {
        stage.lose(words[1]);
    } else if (is(words, "settle")) {
        stage.settle();
    } else if (is(words, "tick")) {
        stage.tick();
    } else if (is(words, "silence")) {
        stage.silence();
    } else if (is(words, "wait *")) {
        stage.wait(duration_of(words[1]));
    } else if (is(words, "clock to deadline")) {
        stage.clock_to_deadline(Duration(0));
    } else if (is(words, "clock to deadline *")) {
        stage.clock_to_deadline(duration_of(words[3]));
    } else if (is(words, "clock *")) {
        stage.clock(duration_of(words[1]));
    } else {
        return false;
    }
    return true;
}

bool play_others(Stage& stage, const Words& words) {
    if (is(words, "a session tries to pay * times")) {
        stage.world().rules.limits.payments_max = std::stoi(words[5]);
    } else if (is(words, "supplier * has * left")) {
        auto& unit = stage.supplier(words[1]).unit;
        unit.capacity = unit.held + unit.confirmed + std::stoi(words[3]);
    } else if (is(words, "supplier * refuses confirm")) {
        stage.supplier(words[1]).confirm_refusal = "overbooked";
    } else if (is(words, "supplier * agrees to confirm")) {
        stage.supplier(words[1]).confirm_refusal.clear();
    } else if (is(words, "supplier * is *")) {
        stage.supplier(words[1]).health = Stage::health_named(words[3]);
    } else if (is(words, "supplier * departs early")) {
        stage.supplier(words[1]).departs_early = true;
    } else if (is(words, "supplier * gives back * percent")) {
        stage.supplier(words[1]).refund_percent = std::stoi(words[4]);
    } else if (is(words, "payment is *")) {
        stage.world().payment_health = Stage::health_named(words[2]);
    } else if (is(words, "payment restarts")) {
        stage.world().unanswered.clear();
    } else if (is(words, "gateway is *")) {
        stage.world().gateway_health = Stage::health_named(words[2]);
    } else if (is(words, "ask again now")) {
        stage.request(session::RetryNow{});
    } else if (is(words, "gateway refuses to undo")) {
        stage.world().gateway_refuses_to_undo = true;
    } else if (is(words, "gateway agrees to undo")) {
        stage.world().gateway_refuses_to_undo = false;
    } else if (is(words, "force-cancel")) {
        stage.request(session::ForceCancel{});
    } else if (is(words, "write off *")) {
        stage.request(session::WriteOff{hold_named(words[2]), "the supplier is gone"});
    } else if (is(words, "a session has at most * schedules")) {
        stage.world().rules.limits.subscriptions_max = std::stoul(words[5]);
    } else if (is(words, "supplier * schedules * for *")) {
        stage.want_told(words[0] + " " + words[1], words[3], words[5]);
    } else if (is(words, "supplier * expires * by hand")) {
        stage.expire_by_hand(words[1], hold_named(words[3]));
    } else {
        return false;
    }
    return true;
}

bool play_questions(Stage& stage, const Words& words) {
    if (is(words, "state")) {
        stage.say(summary(stage.world()));
    } else if (is(words, "what may the traveller do")) {
        stage.say_actions();
    } else if (is(words, "timeline")) {
        stage.say_timeline();
    } else if (is(words, "table of changes by hand")) {
        stage.say_table_by_hand();
    } else {
        return false;
    }
    return true;
}

void play_command(Stage& stage, std::string_view command) {
    const auto words = split(command);
    const bool known = play_traveller(stage, words) || play_network_and_time(stage, words) ||
                       play_others(stage, words) || play_questions(stage, words);
    if (!known) throw std::invalid_argument("no such command: " + std::string(command));
}

/// Lines that were said more than once in a row of events are told once, with how often.
std::vector<std::string> with_counts(const std::vector<std::string>& lines) {
    std::vector<std::string> told;
    std::vector<int> counts;
    for (const auto& line : lines) {
        const auto found = std::ranges::find(told, line);
        if (found == told.end()) {
            told.push_back(line);
            counts.push_back(1);
        } else {
            ++counts[static_cast<std::size_t>(found - told.begin())];
        }
    }
    for (std::size_t i = 0; i < told.size(); ++i) {
        if (counts[i] > 1) told[i] += "  (" + std::to_string(counts[i]) + " times)";
    }
    return told;
}

void tell_the_end(World world, Told& told) {
    const auto complain = [&](const std::string& when, const Complaints& complaints) {
        for (const auto& complaint : complaints)
            told.complaints.push_back(when + ": " + complaint);
    };
    if (!come_to_rest(world)) complain("at rest", {"the world never comes to rest"});
    complain("at rest", wrong_at_rest(world));
    complain("at rest", wrong_after_old_letters(world));
    const auto at_rest = summary(world);
    told.text += "at rest: " + at_rest + "\n";
    if (!come_to_the_end(world)) complain("in the end", {"the world never ends"});
    complain("in the end", wrong_at_rest(world));
    complain("in the end", wrong_after_old_letters(world));
    const auto in_the_end = summary(world);
    told.text += "in the end: " + (in_the_end == at_rest ? "the same" : in_the_end) + "\n";
}

}  // namespace

std::vector<std::string> play_line(World& world, std::string_view command) {
    Stage stage(world);
    play_command(stage, command);
    return with_counts(stage.lines());
}

Told play(std::string_view story) {
    Told told;
    auto world = new_world();
    std::istringstream stream{std::string(story)};
    for (std::string line; std::getline(stream, line);) {
        const bool command = line.starts_with("> ");
        if (!command && !line.empty() && !line.starts_with("#")) continue;
        told.text += line + "\n";
        if (!command) continue;
        for (const auto& reaction : play_line(world, line.substr(2)))
            told.text += "  " + reaction + "\n";
        for (const auto& complaint : wrong_now(world))
            told.complaints.push_back(line + ": " + complaint);
    }
    if (world.session) tell_the_end(std::move(world), told);
    return told;
}

}  // namespace viaja::story
