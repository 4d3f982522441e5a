#pragma once
// The life of a carrier at one replica, told as a story: what is heard, what is asked for, and how
// each carrier stands. For tests; one thread.

#include <sstream>
#include <string>
#include <vector>

#include "session-service/routes/carriers.hpp"

namespace viaja::routes {

/// Of a process.
inline Uuid instance(int number) {
    Uuid::Bytes bytes{};
    bytes[0] = static_cast<std::uint8_t>(number);
    return Uuid(bytes);
}

/// Tells a script to the machine and writes down what follows of each line.
class CarriersStory {
  public:
    explicit CarriersStory(const std::vector<std::string>& expected = {}, std::uint64_t seed = 0)
        : carriers(expected, seed) {}

    CarriersStory& at(Duration time) {
        now = kStart + time;
        return *this;
    }
    CarriersStory& heard(const std::string& code, const std::string& version, int flights = 2,
                         int process = 1) {
        carriers.heard(code, instance(process), {version, flights}, now);
        return follows("heard " + code + " " + version);
    }
    CarriersStory& ended(const std::string& code, int process = 1) {
        carriers.ended(code, instance(process));
        return follows("ended " + code);
    }
    CarriersStory& page(const std::string& code, const std::string& version, int page = 1,
                        int pages = 1) {
        SchedulePage content;
        content.version = version;
        content.page = page;
        content.pages = pages;
        content.flights.resize(1);
        content.flights[0].flight = version + "." + std::to_string(page);
        carriers.received(code, content, "", now);
        return follows("page " + std::to_string(page) + " of " + code + " " + version);
    }
    CarriersStory& problem(const std::string& code, const std::string& problem,
                           const std::string& present) {
        SchedulePage content;
        content.version = present;
        carriers.received(code, content, problem, now);
        return follows(code + " says " + problem + " " + present);
    }
    CarriersStory& unreadable(const std::string& code) {
        carriers.refused(code, "content.flights[0].minutes must be 1 to 2880");
        return follows("unreadable page of " + code);
    }
    CarriersStory& silence(const std::string& code) {
        carriers.stayed_silent(code, now);
        return follows(code + " does not answer");
    }
    CarriersStory& answer(const std::string& code) {
        carriers.answered(code, now);
        return follows(code + " answers");
    }
    CarriersStory& names_version(const std::string& code, const std::string& version) {
        carriers.saw_version(code, version, now);
        return follows("an answer of " + code + " names " + version);
    }
    CarriersStory& look() { return follows("time passes"); }

    std::string text() const { return "\n" + text_.str(); }

    Carriers carriers;
    Moment now = kStart;

  private:
    static constexpr Moment kStart{std::chrono::seconds(1'000)};

    CarriersStory& follows(const std::string& what) {
        carriers.look(now);
        text_ << what << ":";
        for (const auto& request : carriers.take_requests(now))
            text_ << " ask " << request.carrier << " " << request.version << " " << request.page;
        if (carriers.take_change()) text_ << " rebuild";
        for (const auto& one : carriers.list(now)) {
            text_ << " | " << one.carrier << " " << name_of(one.state);
            if (!one.version.empty()) text_ << " " << one.version << " " << one.flights;
            if (!one.problem.empty()) text_ << " (" << one.problem << ")";
        }
        const auto missing = carriers.missing(now);
        if (!missing.empty()) text_ << " | missing";
        for (const auto& code : missing)
            text_ << " " << code;
        text_ << "\n";
        return *this;
    }

    std::ostringstream text_;
};

}  // namespace viaja::routes
