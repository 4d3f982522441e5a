#include "common/http/router.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "common/http/problem.hpp"
#include "common/http/target.hpp"

namespace viaja::http {
namespace {

// "/a//b/" is {"a", "", "b", ""}.
std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> segments;
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::string_view segment = path.substr(0, path.find('/'));
        segments.emplace_back(segment);
        path.remove_prefix(segment.size());
    }
    return segments;
}

bool is_name(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

void require(bool condition, const std::string& what) {
    if (!condition) throw std::logic_error("route " + what);
}

void check_pattern(const std::string& pattern, const std::vector<std::string>& segments) {
    require(pattern.starts_with('/'), pattern + " does not begin with '/'");
    for (auto segment = segments.begin(); segment != segments.end(); ++segment) {
        const bool braces = segment->find_first_of("{}") != std::string::npos;
        require(!braces || is_name(*segment), pattern + " has a badly written {name}");
        require(!braces || std::count(segments.begin(), segments.end(), *segment) == 1,
                pattern + " names a segment twice");
    }
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
    return std::equal(pattern.begin(), pattern.end(), path.begin(), path.end(),
                      [](const std::string& wanted, const std::string& found) {
                          return is_name(wanted) ? !found.empty() : wanted == found;
                      });
}

// Literal before name, from the left: the first place in which they differ decides.
bool more_literal(const std::vector<std::string>& left, const std::vector<std::string>& right) {
    return std::lexicographical_compare(
        left.begin(), left.end(), right.begin(), right.end(),
        [](const std::string& a, const std::string& b) { return !is_name(a) && is_name(b); });
}

// The path was checked when it was read, so that each segment can be decoded.
std::vector<std::string> decoded_segments(std::string_view path) {
    std::vector<std::string> segments = split(path);
    for (std::string& segment : segments) {
        segment = text_of_part(segment, false).value_or("");
    }
    return segments;
}

PathParameters parameters_of(const std::vector<std::string>& pattern,
                             const std::vector<std::string>& path) {
    PathParameters parameters;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const std::string& name = pattern[i];
        if (is_name(name)) parameters[name.substr(1, name.size() - 2)] = path[i];
    }
    return parameters;
}

void answer_options(const std::string& allow, Respond& respond) {
    respond({204, {{"Allow", allow}}, ""});
}

void answer_method_not_allowed(const Request& request, const std::string& allow, Respond& respond) {
    Response response = problem_response(
        request, {.code = "method_not_allowed",
                  .detail = request.method +
                            " is not allowed for this path; Allow lists the methods that are."});
    response.headers.set("Allow", allow);
    respond(std::move(response));
}

template <class Handlers>
std::string allowed_methods(const Handlers& handlers) {
    std::string all;
    for (const auto& [method, handler] : handlers) {
        all += method + ", ";
        if (method == "GET") all += "HEAD, ";
    }
    return all + "OPTIONS";
}

}  // namespace

void Router::add(std::string method, std::string pattern, Handler handler) {
    require(method != "HEAD" && method != "OPTIONS" && method != "TRACE" && method != "CONNECT",
            pattern + ": " + method + " cannot be added");
    Entry& entry = entry_for(pattern);
    const bool added = entry.handlers.emplace(method, std::move(handler)).second;
    require(added, method + " " + pattern + " exists already");
    routes_.push_back({std::move(method), std::move(pattern)});
}

Router::Entry& Router::entry_for(const std::string& pattern) {
    const std::vector<std::string> segments = split(pattern);
    check_pattern(pattern, segments);
    // {a} and {b} in the same place serve the same paths; the methods of one would hide the other.
    const auto same_paths = [&](const Entry& entry) {
        return std::equal(
            entry.segments.begin(), entry.segments.end(), segments.begin(), segments.end(),
            [](const auto& a, const auto& b) { return a == b || (is_name(a) && is_name(b)); });
    };
    const auto found = std::find_if(entries_.begin(), entries_.end(), same_paths);
    if (found == entries_.end()) return entries_.emplace_back(Entry{pattern, segments, {}});
    require(found->segments == segments, pattern + " names its segments otherwise than before");
    return *found;
}

const Router::Entry* Router::best_match(const std::vector<std::string>& segments) const {
    const Entry* best = nullptr;
    for (const Entry& entry : entries_) {
        if (!matches(entry.segments, segments)) continue;
        if (best == nullptr || more_literal(entry.segments, best->segments)) best = &entry;
    }
    return best;
}

void Router::handle(const Request& request, Respond respond) const {
    if (request.path == "*")
        return answer_options("GET, HEAD, POST, PUT, DELETE, OPTIONS", respond);

    const std::vector<std::string> segments = decoded_segments(request.path);
    const Entry* entry = best_match(segments);
    if (entry == nullptr) {
        // These two are never served, whatever the path; CONNECT has none.
        if (request.method == "TRACE" || request.method == "CONNECT") {
            return answer_method_not_allowed(request, "", respond);
        }
        const bool reads = request.method == "GET" || request.method == "HEAD";
        if (reads && otherwise_) return otherwise_(request, {}, std::move(respond));
        return respond(problem_response(
            request, {.code = "not_found", .detail = "Nothing is served at this path."}));
    }
    if (request.method == "OPTIONS")
        return answer_options(allowed_methods(entry->handlers), respond);

    const auto found = entry->handlers.find(request.method == "HEAD" ? "GET" : request.method);
    if (found == entry->handlers.end()) {
        return answer_method_not_allowed(request, allowed_methods(entry->handlers), respond);
    }
    found->second(request, parameters_of(entry->segments, segments), std::move(respond));
}

Router::Match Router::match(std::string_view path) const {
    const auto segments = decoded_segments(path);
    const Entry* entry = best_match(segments);
    if (entry == nullptr) return {};
    return {entry->pattern, parameters_of(entry->segments, segments)};
}

}  // namespace viaja::http
