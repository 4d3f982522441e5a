#include "common/http/message.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace viaja::http {
namespace {

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

bool equal_ignoring_case(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

TraceContext context_of(const Request& request) {
    if (request.traced) return *request.traced;
    auto context = callers_trace(request).value_or(TraceContext());
    context.request_id = request.request_id;
    return context;
}

TraceContext context_of_new_session(const Request& request) {
    if (!request.traced || callers_trace(request)) return context_of(request);
    TraceContext context;
    context.request_id = request.request_id;
    return context;
}

std::optional<TraceContext> callers_trace(const Request& request) {
    if (request.headers.count("traceparent") != 1) return std::nullopt;
    return read_traceparent(*request.headers.find("traceparent"));
}

const std::string* Headers::find(std::string_view name) const {
    for (const auto& [key, value] : fields_) {
        if (equal_ignoring_case(key, name)) return &value;
    }
    return nullptr;
}

std::size_t Headers::count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::count_if(fields_.begin(), fields_.end(),
                      [&](const Field& field) { return equal_ignoring_case(field.first, name); }));
}

std::string Headers::joined(std::string_view name) const {
    std::string all;
    bool first = true;
    for (const auto& [key, value] : fields_) {
        if (!equal_ignoring_case(key, name)) continue;
        if (!first) all += ", ";
        all += value;
        first = false;
    }
    return all;
}

void Headers::add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
}

void Headers::set(std::string name, std::string value) {
    std::erase_if(fields_,
                  [&](const Field& field) { return equal_ignoring_case(field.first, name); });
    add(std::move(name), std::move(value));
}

const std::string* Query::find(std::string_view name) const {
    for (const auto& [key, value] : fields_) {
        if (key == name) return &value;
    }
    return nullptr;
}

std::size_t Query::count(std::string_view name) const {
    return static_cast<std::size_t>(std::count_if(
        fields_.begin(), fields_.end(), [&](const Field& field) { return field.first == name; }));
}

void Query::add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
}

Response json_response(int status, std::string json) {
    return {status, {{"Content-Type", "application/json"}}, std::move(json)};
}

Response text_response(int status, std::string text) {
    return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(text)};
}

std::string_view reason_phrase(int status) {
    switch (status) {
        case 100:
            return "Continue";
        case 101:
            return "Switching Protocols";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 402:
            return "Payment Required";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 421:
            return "Misdirected Request";
        case 422:
            return "Unprocessable Content";
        case 426:
            return "Upgrade Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 503:
            return "Service Unavailable";
        default:
            return "Status";
    }
}

std::string http_date(std::chrono::seconds since_1970) {
    constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t time = since_1970.count();
    std::tm utc = {};
    gmtime_r(&time, &utc);
    // strftime would write the names in the language of the process's locale.
    std::array<char, 32> rest = {};
    std::string date = kDays[static_cast<std::size_t>(utc.tm_wday)];
    date.append(rest.data(), std::strftime(rest.data(), rest.size(), ", %d ", &utc));
    date += kMonths[static_cast<std::size_t>(utc.tm_mon)];
    date.append(rest.data(), std::strftime(rest.data(), rest.size(), " %Y %H:%M:%S GMT", &utc));
    return date;
}

}  // namespace viaja::http
