#include "session-service/routes/schedules.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "common/contract/encoding.hpp"
#include "common/contract/topology.hpp"
#include "common/text/fnv1a.hpp"
#include "common/text/hexadecimal.hpp"
#include "common/text/json_text.hpp"
#include "session-service/routes/timetable.hpp"

namespace viaja::routes {
namespace {

/// How often carriers that were unheard for long are looked for, and a new day.
constexpr std::chrono::seconds kLookEvery{1};

/// The carrier that sent an answer which could not be read.
std::string sender_of(const std::string& text) {
    const auto json = parse_json(text);
    if (!json.is_object()) return {};
    const auto from = json.value(nlohmann::json::json_pointer("/content/from"), nlohmann::json());
    return from.is_string() ? topology::carrier_of(from.get<std::string>()) : "";
}

std::uint64_t seed_from(Random& random) {
    std::array<std::uint8_t, sizeof(std::uint64_t)> bytes{};
    random.fill(bytes);
    return std::bit_cast<std::uint64_t>(bytes);
}

std::string version_of(const CarrierSchedules& schedules) {
    std::string versions;
    for (const auto& [carrier, schedule] : schedules)
        versions += carrier + " " + schedule->version + "\n";
    return hexadecimal(fnv1a(versions));
}

}  // namespace

Schedules::Schedules(const Ports& ports, const std::vector<std::string>& expected, Build build,
                     Today today, std::chrono::milliseconds pace)
    : loop_(ports.loop),
      bus_(ports.bus),
      clock_(ports.clock),
      random_(ports.random),
      build_(std::move(build)),
      today_(std::move(today)),
      expected_(expected),
      pace_(pace),
      carriers_(expected, seed_from(random_)) {
    consumers_.push_back(bus_.consume_private(reply_to_, [this, alive = alive_](Delivery delivery) {
        loop_.post([this, alive, body = std::move(delivery.body)] {
            if (*alive) take(body);
        });
    }));
    const auto listen = [this](std::string_view topic, auto read) {
        consumers_.push_back(
            bus_.listen(std::string(topic),
                        [this, alive = alive_, read](const std::string&, const std::string& body) {
                            const auto said = read(body);
                            if (!said) return;
                            loop_.post([this, alive, said] {
                                if (*alive) hear(*said);
                            });
                        }));
    };
    listen(topology::kServiceAlive, service_alive_from);
    listen(topology::kServiceGone, service_gone_from);
    looks_ = loop_.call_every(kLookEvery, [this] { look(); });
    request_heartbeats(bus_);
}

Schedules::~Schedules() {
    *alive_ = false;
    consumers_.clear();
    looks_.cancel();
    due_.cancel();
}

void Schedules::hear(const ServiceAlive& alive) {
    const auto carrier = topology::carrier_of(alive.address);
    if (carrier.empty() || !alive.schedule) return;
    carriers_.heard(carrier, alive.instance, *alive.schedule, clock_.moment());
    do_what_is_due();
}

void Schedules::hear(const ServiceGone& gone) {
    carriers_.ended(topology::carrier_of(gone.address), gone.instance);
    do_what_is_due();
}

void Schedules::take(const std::string& body) {
    for (const auto& item : decode(body)) {
        if (const auto* unreadable = std::get_if<Unreadable>(&item.item)) {
            carriers_.refused(sender_of(unreadable->text), unreadable->reason);
            continue;
        }
        const auto* answer = std::get_if<QuestionAnswer>(&std::get<Message>(item.item));
        const auto* page = answer ? std::get_if<SchedulePage>(&answer->offers) : nullptr;
        if (!page) continue;
        carriers_.received(topology::carrier_of(answer->from), *page, answer->problem,
                           clock_.moment());
    }
    do_what_is_due();
}

void Schedules::saw_version(const std::string& carrier, const std::string& version) {
    if (carriers_.saw_version(carrier, version, clock_.moment())) do_what_is_due();
}

void Schedules::look() {
    carriers_.look(clock_.moment());
    do_what_is_due();
}

void Schedules::do_what_is_due() {
    send_requests();
    build_when_due();
    wake_when_due();
}

void Schedules::build_when_due() {
    if (carriers_.take_change()) pace_.changed();
    if (!pace_.building() && is_of_another_day()) pace_.changed();
    if (pace_.begin(clock_.moment())) build();
}

/// Replaces the wake-up that was planned before.
void Schedules::wake_when_due() {
    const auto now = clock_.moment();
    const auto requests = carriers_.next_requests(now);
    const auto build = pace_.due();
    if (!requests && !build) return due_.cancel();
    const auto next = std::min(requests.value_or(Moment::max()), build.value_or(Moment::max()));
    const auto pause = std::chrono::ceil<std::chrono::milliseconds>(next - now);
    due_ = loop_.call_after(std::max(pause, std::chrono::milliseconds(0)),
                            [this] { do_what_is_due(); });
}

/// On the executor's thread, one at a time.
void Schedules::build() {
    const auto today = today_();
    executor_.submit([this, alive = alive_, schedules = carriers_.schedules(), today] {
        CurrentTimetable timetable{build_(schedules, today), version_of(schedules), today};
        loop_.post([this, alive, timetable = std::move(timetable)] {
            if (*alive) built(timetable);
        });
    });
}

void Schedules::send_requests() {
    std::vector<Outgoing> messages;
    for (auto& request : carriers_.take_requests(clock_.moment())) {
        messages.push_back(
            {topology::flight(request.carrier),
             viaja::Question{.id = new_uuid(clock_, random_),
                             .wait = Carriers::kPageTime,
                             .deadline = clock_.now() + Carriers::kPageTime,
                             .reply_to = reply_to_,
                             .about = ScheduleQuestion{std::move(request.version), request.page}}});
    }
    if (!messages.empty()) bus_.publish(std::move(messages));
}

void Schedules::built(CurrentTimetable timetable) {
    pace_.ended(clock_.moment());
    current_ = std::move(timetable);
    when_built_();
    do_what_is_due();
}

bool Schedules::is_of_another_day() const {
    return current_.timetable && current_.built_on != today_();
}

std::set<std::string> Schedules::missing() const {
    const auto missing = carriers_.missing(clock_.moment());
    std::set<std::string> all(missing.begin(), missing.end());
    for (const auto& [carrier, schedule] : carriers_.schedules()) {
        if (!current_.timetable || !current_.timetable->find_carrier(carrier)) all.insert(carrier);
    }
    return all;
}

bool Schedules::complete() const {
    return std::ranges::all_of(expected_, [this](const std::string& carrier) {
        return current_.timetable && current_.timetable->find_carrier(carrier);
    });
}

}  // namespace viaja::routes
