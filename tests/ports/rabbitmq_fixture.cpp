#include "tests/ports/rabbitmq_fixture.hpp"

#include <sodium.h>

#include <nlohmann/json.hpp>

#include "common/adapters/rabbitmq/rabbitmq_dead_letters.hpp"
#include "tests/ports/dead_letters_fixture.hpp"

namespace viaja::test {

namespace {

using nlohmann::json;

constexpr std::chrono::seconds kPatience{30};

/// JSON cannot carry any bytes, so bodies travel to the console in base64.
std::string base64(const std::string& bytes) {
    constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;
    std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
    sodium_bin2base64(text.data(), text.size(),
                      reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), kVariant);
    text.pop_back();  // the zero at the end
    return text;
}

json answer_of(const ConsoleAnswer& answer) {
    if (answer.status >= 300) {
        throw std::runtime_error("the console answers " + std::to_string(answer.status) + ": " +
                                 answer.body);
    }
    return json::parse(answer.body);
}

void answer_of_change(const ConsoleAnswer& answer) {
    if (answer.status >= 300) throw std::runtime_error("the console answers: " + answer.body);
}

}  // namespace

RabbitmqFixture::RabbitmqFixture(QueueType queue_type)
    : queue_type_(queue_type),
      bus_(std::make_unique<RabbitmqBus>(settings(), clock_, random_, listener())) {
    if (!bus_->wait_until_available(kPatience)) throw std::runtime_error(said());
}

RabbitmqFixture::~RabbitmqFixture() {
    restore();
    bus_.reset();
    server_.drop_vhost(vhost_);
}

Report RabbitmqFixture::listener() {
    return [this](const LogEvent& event) {
        const std::lock_guard guard(mutex_);
        said_ += text_of(event) + "\n";
        was_said_.notify_all();
    };
}

void RabbitmqFixture::publish_text(const std::string& address, const std::string& body) {
    const json message{{"properties", json::object()},
                       {"routing_key", address},
                       {"payload", base64(body)},
                       {"payload_encoding", "base64"}};
    answer_of(server_.console(
        "POST", "/exchanges/" + vhost_ + "/" + settings().exchange + "/publish", message.dump()));
}

std::vector<DeadLettered> RabbitmqFixture::dead_lettered(const std::string& address) {
    const json question{{"count", 1000}, {"ackmode", "ack_requeue_true"}, {"encoding", "auto"}};
    const ConsoleAnswer answer = server_.console(
        "POST", "/queues/" + vhost_ + "/" + topology::dead(address) + "/get", question.dump());
    if (answer.status == 404) return {};
    std::vector<DeadLettered> result;
    for (const json& letter : answer_of(answer)) {
        result.push_back({letter["payload"], letter["properties"]["headers"]["reason"]});
    }
    return result;
}

void RabbitmqFixture::disturb(Disturbance disturbance) {
    disturbed_ = disturbance != Disturbance::restarted;
    server_.disturb(disturbance);
}

void RabbitmqFixture::restore() {
    if (std::exchange(disturbed_, false)) server_.restore();
}

std::optional<std::string> RabbitmqFixture::why_a_restart_loses_messages() const {
    if (queue_type_ == QueueType::quorum) return std::nullopt;
    return "messages in a classic queue are not on the disk";
}

std::unique_ptr<RabbitmqBus> RabbitmqFixture::another_bus(RabbitmqSettings settings) {
    auto bus = std::make_unique<RabbitmqBus>(std::move(settings), clock_, random_, listener());
    if (!bus->wait_until_available(kPatience)) throw std::runtime_error(said());
    return bus;
}

std::string RabbitmqFixture::make_user(const std::string& speaks_to) {
    const std::string name = vhost_ + "-user";
    const auto put = [this](const std::string& path, const json& content) {
        answer_of_change(server_.console("PUT", path, content.dump()));
    };
    put("/users/" + name, {{"password", name}, {"tags", ""}});
    put("/permissions/" + vhost_ + "/" + name,
        {{"configure", ".*"}, {"write", ".*"}, {"read", ".*"}});
    const std::string exchange = settings().exchange;
    put("/topic-permissions/" + vhost_ + "/" + name,
        {{"exchange", exchange}, {"write", speaks_to}, {"read", ".*"}});
    put("/topic-permissions/" + vhost_ + "/" + name,
        {{"exchange", topology::events_exchange(exchange)}, {"write", "^$"}, {"read", ".*"}});
    return name;
}

void RabbitmqFixture::delete_queue(const std::string& queue) {
    answer_of_change(server_.console("DELETE", "/queues/" + vhost_ + "/" + queue));
}

std::map<std::string, std::string> RabbitmqFixture::connections() {
    std::map<std::string, std::string> result;
    const ConsoleAnswer answer = server_.console("GET", "/vhosts/" + vhost_ + "/connections");
    for (const json& one : answer_of(answer)) {
        const json properties = one.value("client_properties", json::object());
        result[properties.value("connection_name", "")] = one.value("name", "");
    }
    return result;
}

void RabbitmqFixture::cut_connection_of(const std::string& application, const std::string& role) {
    // The console learns of a connection some time after it was opened, and lists it for some time
    // after it has ended.
    for (const auto give_up = std::chrono::steady_clock::now() + kPatience;;) {
        if (std::chrono::steady_clock::now() > give_up)
            throw std::runtime_error("no such connection");
        const auto all = connections();
        const auto found = all.find(application + " " + role);
        if (found != all.end() && close_connection(found->second)) return;
    }
}

bool RabbitmqFixture::close_connection(const std::string& name) {
    std::string path;  // "127.0.0.1:40000 -> 127.0.0.1:5672"
    for (const char c : name)
        path += c == ' ' ? "%20" : c == '>' ? "%3E" : std::string(1, c);
    const ConsoleAnswer answer = server_.console("DELETE", "/connections/" + path);
    if (answer.status == 404) return false;
    answer_of_change(answer);
    return true;
}

std::string RabbitmqFixture::said() const {
    const std::lock_guard guard(mutex_);
    return said_;
}

bool RabbitmqFixture::wait_until_said(const std::string& words) const {
    std::unique_lock guard(mutex_);
    return was_said_.wait_for(guard, kPatience,
                              [&] { return said_.find(words) != std::string::npos; });
}

namespace {

class RabbitmqDeadLettersFixture : public DeadLettersFixture {
  public:
    BusFixture& broker() override { return broker_; }
    DeadLetters& dead_letters() override { return dead_letters_; }

  private:
    RabbitmqFixture broker_;
    RabbitmqDeadLetters dead_letters_{
        broker_.settings(), {"hotel", "payment", "unknown"}, broker_.clock()};
};

}  // namespace

std::vector<Factory<DeadLettersFixture>> dead_letters_factories() {
    return {{"Rabbitmq", [] { return std::make_unique<RabbitmqDeadLettersFixture>(); }}};
}

std::vector<Factory<BusFixture>> bus_factories() {
    return {
        {"Rabbitmq", [] { return std::make_unique<RabbitmqFixture>(); }},
        {"RabbitmqQuorum", [] { return std::make_unique<RabbitmqFixture>(QueueType::quorum); }}};
}

}  // namespace viaja::test
