#include "session-service/http/event_frames.hpp"

#include <nlohmann/json.hpp>

#include "common/text/json_text.hpp"
#include "session-service/http/representation.hpp"

namespace viaja::session {
namespace {

/// As representation.hpp does it, in the order of its members: a client that looks at the beginning
/// of a text sees the type.
std::string ordered_text(const nlohmann::ordered_json& frame) {
    return json_text(frame);
}

}  // namespace

std::string state_frame(int after, const SessionView& view) {
    const int last = view.timeline.empty() ? after : view.timeline.back().sequence;
    nlohmann::ordered_json frame;
    frame["type"] = "state";
    frame["after"] = after;
    frame["entries"] = timeline_json(view.timeline)["entries"];
    frame["more"] = last < view.session->timeline_length;
    frame["session"] = session_json(*view.session, view.now);
    return ordered_text(frame);
}

std::string beat_frame(Instant now, int sequence) {
    nlohmann::ordered_json frame;
    frame["type"] = "beat";
    frame["server_time"] = rfc3339(now);
    frame["seq"] = sequence;
    return ordered_text(frame);
}

}  // namespace viaja::session
