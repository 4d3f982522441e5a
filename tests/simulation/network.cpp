#include "tests/simulation/network.hpp"

#include <utility>

#include "common/contract/encoding.hpp"

namespace viaja::simulation {

using namespace std::chrono_literals;

void Network::send(Outgoing message) {
    for (const char c : message.address + encode(message.message, Uuid{})) {
        trace_ = (trace_ ^ static_cast<unsigned char>(c)) * 1'099'511'628'211ULL;
    }
    history_.push_back(message);
    if (!faults_.on) return deliver_after(chance_.between(1ms, 5ms), message);
    if (chance_.in_ten_thousand(faults_.message_dropped)) return;
    const int copies = chance_.in_ten_thousand(faults_.message_repeated) ? 2 : 1;
    for (int copy = 0; copy < copies; ++copy) {
        Duration delay = chance_.between(1ms, 20ms);
        if (chance_.in_ten_thousand(faults_.message_slow)) delay = chance_.between(0s, 3s);
        if (chance_.in_ten_thousand(faults_.message_lost_for_long)) {
            delay = chance_.between(3s, 90s);
        }
        deliver_after(delay, message);
    }
}

void Network::deliver_after(Duration delay, const Outgoing& message) {
    agenda_.at(clock_.now() + delay, [this, message] { bus_.publish({message}); });
}

}  // namespace viaja::simulation
