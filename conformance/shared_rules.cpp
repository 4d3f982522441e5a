#include "conformance/shared_rules.hpp"

#include <nlohmann/json.hpp>

#include "common/text/json_text.hpp"
#include "conformance/rules.hpp"

namespace viaja::conformance {

using nlohmann::json;

void examine_heartbeat(Participant& participant) {
    expect(!participant.heartbeat().service.empty(), "the heartbeat names no service");
}

void examine_timeout(Participant& participant) {
    const auto schedule = participant.new_id();
    participant.send(
        TimeoutNotice{SessionId{participant.new_id()}, schedule, participant.reply_to()});
    participant.wait_for_acknowledgement(schedule);
}

/// One after the other: what waits to be published at one moment may share a body.
void examine_garbage(Participant& participant, const std::vector<std::string>& bodies) {
    for (const auto& body : bodies) {
        const auto before = participant.dead_letters();
        participant.send_text(body);
        const auto letters = participant.new_dead_letters(before, 1);
        expect(letters.size() == 1,
               std::to_string(letters.size()) + " dead letters were made of: " + body);
        expect(!letters.front().reason.empty(), "a dead letter has no reason");
    }
}

void examine_list(Participant& participant, const Message& first, const json& broken,
                  const Message& last, const std::function<void()>& answered) {
    const json items = {json::parse(participant.text_of(first)), broken,
                        json::parse(participant.text_of(last))};
    const auto before = participant.dead_letters();
    participant.send_text(json_text(items));
    answered();
    const auto letters = participant.new_dead_letters(before, 1);
    expect(letters.size() == 1, "of a list with one broken item " + std::to_string(letters.size()) +
                                    " dead letters were made");
}

}  // namespace viaja::conformance
