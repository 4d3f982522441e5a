#include "tests/services/supplier_world.hpp"

#include <atomic>
#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/encoding.hpp"
#include "common/contract/topology.hpp"
#include "common/migrations/migrations.hpp"
#include "common/supplier/migrations.hpp"

namespace viaja::supplier {
namespace {

constexpr int kRoomsOfANight = 2;

Date day(const std::string& text) {
    const auto date = parse_date(text);
    check(date.has_value(), "the test has a day that does not exist");
    return *date;
}

Uuid uuid_of(int kind, int number) {
    Uuid::Bytes bytes{};
    bytes[0] = static_cast<std::uint8_t>(kind);
    bytes[14] = static_cast<std::uint8_t>(number / 256);
    bytes[15] = static_cast<std::uint8_t>(number % 256);
    return Uuid(bytes);
}

SqliteDatabase::Memory own_memory() {
    static std::atomic<int> count = 0;
    return {"supplier_test_" + std::to_string(++count)};
}

}  // namespace

void CountedRandom::fill(std::span<std::uint8_t> bytes) {
    for (auto& byte : bytes) {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        byte = static_cast<std::uint8_t>(state_ >> 56);
    }
}

std::vector<std::variant<Quote, NoQuote>> Shop::quote(Connection&,
                                                      std::span<const HoldRequest> requests,
                                                      Instant) {
    ++quotes;
    std::vector<std::variant<Quote, NoQuote>> results;
    for (const auto& request : requests) {
        Quote quote{.price = {.amount = price * request.quantity}};
        if (const auto* room = std::get_if<RoomItem>(&request.item)) {
            for (auto night = room->check_in; night != room->check_out; night = plus_days(night, 1))
                quote.claims.push_back(
                    {room->room_type_id + "/" + iso_date(night), kRoomsOfANight, request.quantity});
            quote.description = "room";
            quote.item = HeldRoom{*room, "htl_rec01", "Pousada do Recife", "Standard"};
            results.emplace_back(quote);
            continue;
        }
        const auto& item = std::get<FlightItem>(request.item);
        const auto found = flights.find(item.flight);
        if (found == flights.end()) {
            results.emplace_back(NoQuote{"unknown_item"});
            continue;
        }
        quote.claims = {{unit_of(item.flight), found->second.seats, request.quantity}};
        quote.description = item.flight;
        quote.item = HeldFlight{item,
                                "GRU",
                                "REC",
                                *parse_rfc3339("2026-12-20T12:00:00Z"),
                                *parse_rfc3339("2026-12-20T15:10:00Z"),
                                "2026-12-20T09:00",
                                "2026-12-20T12:10"};
        quote.sale_ends = found->second.departs_at;
        results.emplace_back(quote);
    }
    return results;
}

Behaviour Shop::behaviour_of(const Item& item) const {
    const auto* flight = std::get_if<FlightItem>(&item);
    const auto found = flight ? flights.find(flight->flight) : flights.end();
    return found == flights.end() ? Behaviour::normal : found->second.behaviour;
}

QuestionAnswer Shop::answer(Connection& connection, const Question&, Instant) {
    QuestionAnswer answer;
    for (const auto& [name, flight] : flights) {
        const std::string units[] = {unit_of(name)};
        auto taken_of = taken(connection, units);
        FlightOffer offer;
        offer.item = {.carrier = "XX", .flight = name, .date = day("2026-12-20")};
        offer.from = "GRU";
        offer.to = "REC";
        offer.departs_at = *parse_rfc3339("2026-12-20T12:00:00Z");
        offer.arrives_at = *parse_rfc3339("2026-12-20T15:10:00Z");
        offer.departs_at_local = "2026-12-20T09:00";
        offer.arrives_at_local = "2026-12-20T12:10";
        offer.price = {.amount = 500};
        offer.seats_left = flight.seats - taken_of[units[0]];
        std::get<FlightOffers>(answer.offers).push_back(offer);
    }
    return answer;
}

HoldId hold_id(int number) {
    return {uuid_of(1, number)};
}

SessionId session_id(int number) {
    return {uuid_of(2, number)};
}

std::string unit_of(const std::string& flight) {
    return flight + "/2026-12-20";
}

World::World(std::size_t batch_max)
    : database(own_memory(), clock),
      lock(clock),
      bus(clock, random, {.dispatch = InProcessBus::Dispatch::manual}),
      deadline(clock.now() + std::chrono::minutes(10)),
      batch_max_(batch_max),
      connection_(database.connect()) {
    migrate(*connection_, "supplier", supplier_migrations());
    session_ = bus.consume(std::string(topology::kSession), {}, 1'000, [this](Delivery delivery) {
        for (auto& item : decode(delivery.body)) {
            received_.push_back(std::get<Message>(item.item));
            contexts.push_back(item.origin.context);
        }
        if (session_) session_->acknowledge(delivery.token);
    });
    restart();
}

void World::restart() {
    service.reset();
    SupplierService::Options options{.address = "flight.XX", .extra_keys = {"voos"}};
    options.limits.batch_max = batch_max_;
    options.test_mode = test_mode;
    options.price_guarantee = price_guarantee;
    options.retention = retention;
    options.report = [this](const LogEvent& event) { reports.push_back(event); };
    service = std::make_unique<SupplierService>(
        SupplierService::Ports{database, bus, lock, clock, random, shop}, std::move(options));
}

void World::send(const Message& message, TraceContext context) {
    bus.publish(
        {Outgoing{.address = "flight.XX", .message = message, .context = std::move(context)}});
}

void World::run() {
    bool moved = true;
    while (moved) {
        moved = false;
        while (bus.deliver_one())
            moved = true;
        while (service->step())
            moved = true;
    }
}

std::string World::ask(const SupplierCommand& command) {
    send(command);
    run();
    std::string all;
    for (const auto& reply : replies())
        all += (all.empty() ? "" : "; ") + reply;
    return all;
}

SupplierCommand World::command(Command command, int number, int attempt) const {
    SupplierCommand result;
    result.command = command;
    result.session_id = session_id(1);
    result.hold = hold_id(number);
    result.attempt = attempt;
    result.deadline = deadline;
    result.reply_to = topology::kSession;
    return result;
}

SupplierCommand World::hold(int number, const std::string& flight, int quantity) const {
    auto result = command(Command::hold, number);
    const std::vector<std::string> travellers(static_cast<std::size_t>(quantity), "Ana Souza");
    result.request = HoldRequest{.item = FlightItem{"XX", flight, day("2026-12-20")},
                                 .quantity = quantity,
                                 .travellers = travellers};
    return result;
}

SupplierCommand World::hold_room(int number, const std::string& check_in,
                                 const std::string& check_out) const {
    auto result = command(Command::hold, number);
    result.request = HoldRequest{.item = RoomItem{"std", day(check_in), day(check_out)},
                                 .quantity = 1,
                                 .travellers = {"Ana Souza"}};
    return result;
}

std::vector<Message> World::messages() {
    return std::exchange(received_, {});
}

std::vector<std::string> World::replies() {
    std::vector<std::string> texts;
    for (const auto& message : messages())
        texts.push_back(text_of(message));
    return texts;
}

std::string World::unit(const std::string& id) {
    Transaction transaction(*connection_);
    const auto units = lock_units(*connection_, {id});
    if (units.empty()) return "no row";
    const auto& unit = units.at(id);
    return std::to_string(unit.held) + " held, " + std::to_string(unit.confirmed) +
           " confirmed of " + std::to_string(unit.capacity);
}

HoldRow World::stored(int number) {
    Transaction transaction(*connection_);
    return lock_holds(*connection_, {hold_id(number)}).at(hold_id(number));
}

std::string World::row(int number) {
    Transaction transaction(*connection_);
    const auto rows = lock_holds(*connection_, {hold_id(number)});
    if (rows.empty()) return "no row";
    const auto& hold = rows.begin()->second.hold;
    auto text = std::string(name_of(hold.state)) + "@" + std::to_string(hold.attempt);
    return hold.reason.empty() ? text : text + " (" + hold.reason + ")";
}

std::string World::everything() {
    std::string text;
    for (const std::string_view sql :
         {"SELECT id, session_id, state, attempt, reason, claims, quantity, price, currency, "
          "description, reference, deadline FROM holds ORDER BY id",
          "SELECT id, undo_asks, confirm_asked_at FROM test_holds ORDER BY id",
          "SELECT id, capacity, held, confirmed FROM units ORDER BY id"}) {
        for (const auto& row : connection_->query(sql)) {
            for (const auto& value : row) {
                if (const auto* number = std::get_if<std::int64_t>(&value)) {
                    text += std::to_string(*number) + " ";
                } else if (const auto* word = std::get_if<std::string>(&value)) {
                    text += "'" + *word + "' ";
                } else {
                    text += "- ";
                }
            }
            text += "\n";
        }
    }
    return text;
}

std::string text_of(const Message& message) {
    const auto* reply = std::get_if<SupplierReply>(&message);
    if (!reply) return type_of(message);
    auto text = std::string(viaja::name_of(reply->answer));
    if (!reply->reason.empty()) text += " (" + reply->reason + ")";
    text += ", " + reply->row_state + "@" + std::to_string(reply->row_attempt);
    if (reply->answer == Answer::held) {
        text += ", " + std::to_string(reply->price.amount) + " " + reply->price.currency + " " +
                reply->description;
    }
    return text;
}

}  // namespace viaja::supplier
