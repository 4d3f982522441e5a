#include "session-service/http/event_frames.hpp"

#include <nlohmann/json.hpp>

#include "common/text/json_text.hpp"
#include "session-service/http/representation.hpp"

// A client that looks at the beginning of a frame sees its type.

namespace viaja::session {

std::string state_frame(int after, const SessionView& view) {
    const int last = view.timeline.empty() ? after : view.timeline.back().sequence;
    return json_text_in_order({{"type", "state"},
                               {"after", after},
                               {"entries", timeline_json(view.timeline)["entries"]},
                               {"more", last < view.session->timeline_length},
                               {"session", session_json(*view.session, view.now)}});
}

std::string beat_frame(Instant now, int sequence) {
    return json_text_in_order({{"type", "beat"}, {"server_time", rfc3339(now)}, {"seq", sequence}});
}

}  // namespace viaja::session
