#include "tests/services/session_http_world.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <atomic>
#include <utility>

#include "common/contract/encoding.hpp"
#include "common/migrations/migrations.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/store/store.hpp"
#include "tests/http/client.hpp"

namespace viaja::session {

HeldOther held_car(const OtherItem& item) {
    return {item,
            "Rental car",
            "Carro de aluguel",
            "Economy car",
            "Carro econômico",
            {{"Gearbox", "Câmbio", "manual", "manual"}},
            "REC",
            *parse_rfc3339("2099-12-20T13:00:00Z"),
            "2099-12-20T10:00"};
}
namespace {

constexpr std::chrono::seconds kWaitMax{10};

std::string unique_name() {
    static std::atomic<int> worlds = 0;
    return "session_http_" + std::to_string(++worlds);
}

Answer yes_to(Command command) {
    switch (command) {
        case Command::hold:
            return Answer::held;
        case Command::confirm:
            return Answer::confirmed;
        case Command::unconfirm:
            return Answer::unconfirmed;
        case Command::cancel:
            return Answer::cancelled;
        case Command::expire:
            return Answer::expired;
        case Command::authorize:
            return Answer::authorized;
        case Command::capture:
            return Answer::captured;
        case Command::void_:
            return Answer::voided;
        case Command::refund:
            return Answer::refunded;
        case Command::charge:
            return Answer::paid;
        case Command::acknowledge:  // has no answer, and is sent after `returned` alone
            break;
    }
    return Answer::refused;
}

struct Held {
    HeldItem operator()(const FlightItem& flight) const {
        const auto departs = Instant(std::chrono::sys_days(flight.date)) + std::chrono::hours(25);
        const auto next_day = iso_date(plus_days(flight.date, 1));
        return HeldFlight{flight,
                          "GRU",
                          "REC",
                          departs,
                          departs + std::chrono::minutes(190),
                          iso_date(flight.date) + "T22:00",
                          next_day + "T01:10"};
    }
    HeldItem operator()(const RoomItem& room) const {
        const auto ends = Instant(std::chrono::sys_days(room.check_in)) + std::chrono::hours(27);
        return HeldRoom{room, "htl_rec01", "Pousada do Recife", "Standard", ends};
    }
    HeldItem operator()(const TicketItem& ticket) const {
        return HeldTicket{ticket,
                          "Open-Air Film Show Recife",
                          "Mostra de Cinema ao Ar Livre Recife",
                          "REC",
                          *parse_rfc3339("2026-12-20T23:00:00Z"),
                          "2026-12-20T20:00"};
    }
    HeldItem operator()(const OtherItem& other) const { return held_car(other); }
};

/// The kind of what is to be held; empty for any other command.
std::string kind_wanted(const SupplierCommand& command) {
    if (!command.request) return {};
    return std::visit([](const auto& item) { return std::string(kind_of(item)); },
                      command.request->item);
}

}  // namespace

Partner::Partner(Bus& bus) : bus_(bus) {
    for (const char* address : {"flight.I0", "hotel", "event", "other.cars", "payment"}) {
        inboxes_.push_back(bus.consume(address, {}, 1'000, [this](Delivery delivery) {
            for (const auto& item : decode(delivery.body))
                take(std::get<Message>(item.item), item.origin.context);
        }));
    }
}

void Partner::mute(Command command) {
    const std::lock_guard guard(mutex_);
    mute_.insert(command);
}

void Partner::refuse(Command command, const std::string& reason) {
    const std::lock_guard guard(mutex_);
    refusals_[command] = reason;
}

void Partner::say_yes(Command command) {
    const std::lock_guard guard(mutex_);
    mute_.erase(command);
    refusals_.erase(command);
}

void Partner::refuse_kind(const std::string& kind, const std::string& reason) {
    const std::lock_guard guard(mutex_);
    refusals_of_kinds_[kind] = reason;
}

void Partner::mute_kind(const std::string& kind) {
    const std::lock_guard guard(mutex_);
    mute_kinds_.insert(kind);
}

void Partner::say_yes_to_kind(const std::string& kind) {
    const std::lock_guard guard(mutex_);
    mute_kinds_.erase(kind);
    refusals_of_kinds_.erase(kind);
}

void Partner::say_no_items() {
    const std::lock_guard guard(mutex_);
    says_items_ = false;
}

bool Partner::was_asked(Command command, int times) {
    std::unique_lock guard(mutex_);
    return asked_.wait_for(guard, kWaitMax, [&] { return times_[command] >= times; });
}

TraceContext Partner::context_of(Command command) {
    const std::lock_guard guard(mutex_);
    return contexts_[command];
}

void Partner::take(const Message& message, const TraceContext& context) {
    if (const auto* question = std::get_if<Question>(&message)) return take(*question, context);
    if (const auto* notice = std::get_if<TimeoutNotice>(&message)) {
        return acknowledge(*notice, context);
    }
    const auto answer = answer_to(message, context);
    if (!answer) return;
    const auto* supplier = std::get_if<SupplierCommand>(&message);
    const auto& to = supplier ? supplier->reply_to : std::get<PaymentCommand>(message).reply_to;
    bus_.publish({{to, *answer, context}});
}

void Partner::acknowledge(const TimeoutNotice& notice, const TraceContext& context) {
    {
        const std::lock_guard guard(mutex_);
        if (mute_.contains(Command::hold) && !answers_probes) return;
    }
    const TimeoutAcknowledged acknowledged{*notice.schedule, notice.session_id};
    bus_.publish({{notice.reply_to, acknowledged, context}});
}

void Partner::take(const Question& question, const TraceContext& context) {
    {
        const std::lock_guard guard(mutex_);
        context_of_question_ = context;
    }
    if (on_question) bus_.publish({{question.reply_to, on_question(question), context}});
}

std::optional<Message> Partner::answer_to(const Message& message, const TraceContext& context) {
    const std::lock_guard guard(mutex_);
    const auto command = named<Command>(type_of(message));
    if (!command) return std::nullopt;
    ++times_[*command];
    contexts_[*command] = context;
    asked_.notify_all();
    if (mute_.contains(*command)) return std::nullopt;
    const auto refusal = refusals_.find(*command);
    const bool yes = refusal == refusals_.end();
    if (const auto* asked = std::get_if<SupplierCommand>(&message)) {
        const auto kind = kind_wanted(*asked);
        if (mute_kinds_.contains(kind)) return std::nullopt;
        const auto refused = refusals_of_kinds_.find(kind);
        SupplierReply reply;
        const bool agrees = yes && refused == refusals_of_kinds_.end();
        reply.answer = agrees ? yes_to(*command) : Answer::refused;
        reply.command = *command;
        reply.session_id = asked->session_id;
        reply.hold = asked->hold;
        reply.attempt = asked->attempt;
        if (!agrees) reply.reason = yes ? refused->second : refusal->second;
        reply.row_state = "held";
        reply.price.amount = price_;
        if (reply.answer == Answer::held) reply.guarantee = guarantee_;
        reply.description = "a flight";
        if (asked->request && says_items_) reply.item = std::visit(Held{}, asked->request->item);
        reply.reference = "K7QX2M";
        return reply;
    }
    const auto& asked = std::get<PaymentCommand>(message);
    PaymentReply reply;
    reply.answer = yes ? yes_to(*command) : Answer::refused;
    reply.command = *command;
    reply.session_id = asked.session_id;
    reply.attempt = asked.attempt;
    reply.reason = yes ? "" : refusal->second;
    reply.row_state = "authorized";
    return reply;
}

Limits impatient_limits() {
    Limits limits;
    limits.resend_first = std::chrono::milliseconds(20);
    limits.resend_max = std::chrono::milliseconds(40);
    limits.resend_step_max = std::chrono::milliseconds(40);
    limits.resend_slow = std::chrono::milliseconds(200);
    limits.tries_max = 3;
    return limits;
}

SharedParts::SharedParts()
    : time(clock),
      bus(clock, random),
      lock(clock),
      database(SqliteDatabase::Memory{unique_name()}, clock),
      partner(bus) {
    migrate(*database.connect(), "session-service", session_migrations());
}

Date date_in(int days) {
    return plus_days(utc_date(SystemClock().now()), days);
}

std::string day_in(int days) {
    return iso_date(date_in(days));
}

bool eventually(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
    }
    return true;
}

Replica::Replica(SharedParts& parts, Wishes wishes)
    : parts_(parts), changes_(loop_, parts.bus, wishes.shard) {
    auto places = read_places(wishes.catalogue, std::vector<std::string>{"I0"});
    Rules rules{.limits = impatient_limits(), .airports = places.airports};
    rules.limits.keyed_requests_max = wishes.keyed_requests_max;
    rules.limits.resend_first = wishes.resend_first;
    rules.limits.resend_max = std::max(rules.limits.resend_max, wishes.resend_first);
    if (!wishes.other_coordinator) {
        auto& decisions =
            wishes.database_of_decisions ? *wishes.database_of_decisions : parts.database;
        coordinator_ = std::make_unique<Coordinator>(
            Coordinator::Ports{decisions, parts.bus, parts.lock, parts.clock, parts.random},
            Coordinator::Options{.rules = rules,
                                 .shard = wishes.shard,
                                 .pipeline = {},
                                 .grace = std::chrono::milliseconds(100),
                                 .report = {},
                                 .on_changed = [this](const auto& changed, Instant now) {
                                     changes_.publish(changed, now);
                                 }});
        coordinator_->start();
    }
    SessionServer::Options options;
    options.carriers = wishes.carriers;
    options.shard = wishes.shard;
    options.search_time = wishes.search_time;
    options.feed_pace = wishes.feed_pace;
    options.http.streams_max = wishes.streams_max;
    options.places = std::move(places);
    options.operator_token = wishes.operator_token;
    options.rules = rules;
    options.first_version = wishes.first_version;
    options.clients = std::move(wishes.clients);
    options.dead_letters = wishes.dead_letters;
    auto* decider = wishes.other_coordinator ? wishes.other_coordinator : coordinator_.get();
    auto& bus = wishes.bus_of_events ? *wishes.bus_of_events : parts.bus;
    Database& database = wishes.database_of_reads ? *wishes.database_of_reads : parts.database;
    server_ = std::make_unique<SessionServer>(
        SessionServer::Ports{loop_, database, bus, parts.clock, parts.time, parts.random, changes_},
        [decider, all_are_busy = wishes.all_are_busy](Input input) {
            if (all_are_busy) return input.on_failure(Failure::busy);
            decider->submit(std::move(input));
        },
        std::move(options));
    server_->listen("127.0.0.1", 0);
    port_ = server_->port();
    thread_ = std::thread([this] { loop_.run(); });
}

Replica::~Replica() {
    loop_.stop();
    thread_.join();
    if (coordinator_) coordinator_->stop();
    server_.reset();
}

HttpAnswer Replica::call(const std::string& method, const std::string& path,
                         const std::string& body,
                         const std::vector<std::pair<std::string, std::string>>& headers) {
    http::testing::Client client(port_);
    std::string request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n";
    for (const auto& [name, value] : headers)
        request += name + ": " + value + "\r\n";
    if (!body.empty()) request += "Content-Type: application/json\r\n";
    request += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    client.send(request);
    const auto answer = client.receive();
    HttpAnswer read;
    read.status = answer.status;
    for (const auto& [name, value] : answer.fields)
        read.headers[name] = value;
    read.text = answer.body;
    if (!answer.body.empty()) read.body = nlohmann::json::parse(answer.body, nullptr, false);
    return read;
}

std::string Replica::path_of_confirmation(const std::string& body) {
    const auto quote = as_traveller("POST", session_path("/cancellations"), body);
    EXPECT_EQ(quote.status, 201) << quote.text;
    return session_path("/cancellations/" + quote.body.value("id", "") + "/confirm");
}

HttpAnswer Replica::cancel_trip(const std::string& prefer, const std::string& body) {
    return as_traveller("POST", path_of_confirmation(body), "{}", prefer);
}

HttpAnswer Replica::as_traveller(const std::string& method, const std::string& path,
                                 const std::string& body, const std::string& prefer,
                                 std::string key) {
    if (key.empty()) key = "key-" + std::to_string(++keys_);
    std::vector<std::pair<std::string, std::string>> headers = {
        {"Authorization", "Bearer " + token_}, {"Idempotency-Key", key}};
    if (!prefer.empty()) headers.emplace_back("Prefer", prefer);
    return call(method, path, body, headers);
}

bool Replica::has_metric(const std::string& line) {
    return call("GET", "/metrics").text.find("\n" + line + "\n") != std::string::npos;
}

void Replica::open() {
    const auto opened = call("POST", "/v1/sessions");
    session_ = opened.body.at("id");
    token_ = opened.body.at("token");
}

void Replica::open_as_in_the_first_version() {
    const auto opened = call("POST", "/sessoes/nova");
    session_ = opened.text;
    token_ = opened.headers.at("Viaja-Session-Token");
}

void Replica::open_and_hold() {
    open();
    hold_ = ask_for_a_flight().body.value("id", "");
}

HttpAnswer Replica::ask_for_a_flight(const std::string& prefer, const std::string& key) {
    return as_traveller(
        "POST", session_path("/holds"),
        R"({"type":"flight","carrier":"I0","flight":"I01370","date":"2027-02-01","quantity":1,)"
        R"("travellers":[{"name":"Ana Souza"}]})",
        prefer, key);
}

void Replica::drain() {
    loop_.post([this] { server_->drain(kWaitMax, [] {}); });
}

std::string Replica::session_path(const std::string& more) const {
    return "/v1/sessions/" + session_ + more;
}

HttpAnswer Replica::pay(const std::string& prefer) {
    return as_traveller(
        "POST", session_path("/payments"),
        R"({"method":"card","token":"tok_ok","amount":{"amount":1000,"currency":"BRL"}})", prefer);
}

}  // namespace viaja::session
