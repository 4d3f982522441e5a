#include "tests/http/drive.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace viaja::http::testing {

Drive::Drive(Limits wanted) : limits(wanted) {
    connection = std::make_unique<Connection>(
        limits, "192.0.2.1:5000", [next = 0]() mutable { return "id-" + std::to_string(++next); },
        now);
}

void Drive::receive(std::string_view bytes) {
    connection->receive(bytes, now);
    for (Incoming& incoming : connection->take_requests())
        requests.push_back(std::move(incoming));
}

void Drive::receive_in_pieces(std::string_view bytes, std::size_t piece) {
    while (!bytes.empty()) {
        const std::string_view part = bytes.substr(0, piece);
        receive(part);
        bytes.remove_prefix(part.size());
    }
}

void Drive::pass(std::chrono::milliseconds time) {
    now.monotonic += time;
    connection->tick(now);
}

void Drive::respond(std::uint64_t slot, Response response) {
    connection->respond(slot, std::move(response), now);
    for (Incoming& incoming : connection->take_requests())
        requests.push_back(std::move(incoming));
}

void Drive::echo_all() {
    for (; echoed_ < requests.size(); ++echoed_) {
        const Request& request = requests[echoed_].request;
        respond(requests[echoed_].slot,
                text_response(200, request.method + " " + request.target + " " + request.body));
    }
}

std::string Drive::output() {
    std::string all;
    for (const std::string& piece : connection->take_output())
        all += piece;
    connection->unwritten(0, now);
    for (Incoming& incoming : connection->take_requests())
        requests.push_back(std::move(incoming));
    return all;
}

Answer Drive::only_answer() {
    const auto all = answers();
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? Answer{} : all.front();
}

std::string get(std::string_view target, std::string_view more_lines) {
    std::string text = "GET ";
    text.append(target).append(" HTTP/1.1\r\nHost: localhost\r\n").append(more_lines);
    return text + "\r\n";
}

std::string post(std::string_view target, std::string_view body, std::string_view more_lines) {
    std::string text = "POST ";
    text.append(target).append(" HTTP/1.1\r\nHost: localhost\r\nContent-Length: ");
    text.append(std::to_string(body.size())).append("\r\n").append(more_lines).append("\r\n");
    return text.append(body);
}

}  // namespace viaja::http::testing
