#include "bench/floor/floor.hpp"

#include <atomic>
#include <exception>
#include <stdexcept>
#include <thread>
#include <utility>

#include "bench/floor/floor_run.hpp"
#include "bench/floor/incoming_messages.hpp"
#include "bench/floor/payment_part.hpp"
#include "bench/floor/quotes.hpp"
#include "bench/floor/session_part.hpp"
#include "bench/floor/supplier_part.hpp"
#include "common/adapters/mysql/mysql_database.hpp"
#include "common/adapters/rabbitmq/rabbitmq_bus.hpp"
#include "common/adapters/redis/redis_lock.hpp"
#include "common/contract/topology.hpp"
#include "common/migrations/migrations.hpp"
#include "common/ports/errors.hpp"
#include "common/service_host/settings.hpp"
#include "common/supplier/migrations.hpp"
#include "flight-service/catalogue.hpp"
#include "hotel-service/catalogue.hpp"
#include "payment-service/gateway_migrations.hpp"
#include "payment-service/store.hpp"
#include "payment-service/test_gateway.hpp"
#include "session-service/store/store.hpp"

namespace viaja::bench {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 50ms;
constexpr auto kBrokerPatience = 5s;
/// How long the last trips may take after the end of the measurement.
constexpr auto kEndWithin = 60s;

/// What each process of the system has for itself: a bus of two connections.
struct OwnBus {
    OwnBus(const runtime::Configuration& configuration, const std::string& address,
           const Clock& clock, Random& random)
        : bus(settings(configuration, address), clock, random) {
        if (!bus.wait_until_available(kBrokerPatience))
            throw Unavailable("RabbitMQ is unavailable");
    }

    /// An exchange of its own, so that nothing reaches a Viaja on the same broker.
    static RabbitmqSettings settings(const runtime::Configuration& configuration,
                                     const std::string& address) {
        auto settings = service_host::rabbitmq_settings(configuration, address);
        settings.exchange = "viaja-floor";
        return settings;
    }

    RabbitmqBus bus;
};

std::unique_ptr<Connection> connect(const runtime::Configuration& configuration,
                                    const std::string& name, const std::string& service,
                                    std::span<const Migration> migrations) {
    auto connection =
        MysqlDatabase(service_host::mysql_settings(configuration, "viaja_floor_" + name)).connect();
    migrate(*connection, service, migrations);
    return connection;
}

}  // namespace

class Floor::Part {
  public:
    using Step = std::function<void()>;

    void start(Step step) {
        thread_ = std::jthread([this, step = std::move(step)](const std::stop_token& stop) {
            try {
                while (!stop.stop_requested())
                    step();
            } catch (...) {
                error_ = std::current_exception();
                failed_ = true;
            }
        });
    }
    void throw_if_failed() const {
        if (failed_) std::rethrow_exception(error_);
    }
    void stop() {
        if (!thread_.joinable()) return;
        thread_.request_stop();
        thread_.join();
    }

  private:
    std::exception_ptr error_;
    std::atomic<bool> failed_ = false;
    std::jthread thread_;
};

struct Floor::Supplier {
    Supplier(const Floor& floor, Random& random, const std::string& address,
             std::unique_ptr<Connection> to_database, SupplierPart::Quote quote)
        : own(floor.configuration_, floor_queue(address), floor.clock_, random),
          connection(std::move(to_database)),
          incoming(own.bus, floor_queue(address), kPrefetch),
          work(*connection, own.bus, incoming, std::move(quote)) {}

    OwnBus own;
    std::unique_ptr<Connection> connection;
    IncomingMessages incoming;
    SupplierPart work;
    Part part;
};

struct Floor::Payment {
    Payment(const Floor& floor, Random& random)
        : own(floor.configuration_, floor_queue(topology::kPayment), floor.clock_, random),
          payments(connect(floor.configuration_, "payment", "payment-service",
                           payment::payment_migrations())),
          gateway(connect(floor.configuration_, "gateway", "test gateway",
                          payment::gateway_migrations())),
          incoming(own.bus, floor_queue(topology::kPayment), kPrefetch),
          work(*payments, *gateway, own.bus, incoming) {}

    OwnBus own;
    std::unique_ptr<Connection> payments;
    std::unique_ptr<Connection> gateway;
    IncomingMessages incoming;
    PaymentPart work;
    Part part;
};

struct Floor::Session {
    Session(const Floor& floor, Random& random, const Wishes& wishes)
        : own(floor.configuration_, floor_queue(topology::kSession), floor.clock_, random),
          connection(connect(floor.configuration_, "session", "session-service",
                             session::session_migrations())),
          lock(service_host::redis_settings(floor.configuration_)),
          incoming(own.bus, floor_queue(topology::kSession), kPrefetch),
          work({*connection, own.bus, lock, incoming, floor.clock_, random}, wishes,
               {.first_trip = floor.options_.first_trip, .in_flight = floor.options_.in_flight},
               window_of(floor.options_)) {}

    static Window window_of(const FloorOptions& options) {
        const auto begin = std::chrono::steady_clock::now() + options.warm_up;
        return {begin, begin + options.measured, ProcessorMeter("floor", options.watched)};
    }

    OwnBus own;
    std::unique_ptr<Connection> connection;
    RedisLock lock;
    IncomingMessages incoming;
    SessionPart work;
};

Floor::Floor(const runtime::Configuration& configuration, const Wishes& wishes,
             FloorOptions options)
    : configuration_(configuration), options_(std::move(options)) {
    for (const auto& code : wishes.carriers()) {
        auto connection = connect(configuration_, flight::database_name(code), "flight-service",
                                  supplier::with_supplier_migrations(flight::flight_migrations()));
        flight::load_demo(*connection, options_.catalogue, code);
        suppliers_.push_back(std::make_unique<Supplier>(*this, random_, topology::flight(code),
                                                        std::move(connection), flight_quote(code)));
    }
    auto connection = connect(configuration_, "hotel", "hotel-service",
                              supplier::with_supplier_migrations(hotel::hotel_migrations()));
    hotel::load_demo(*connection, options_.catalogue);
    suppliers_.push_back(std::make_unique<Supplier>(*this, random_, std::string(topology::kHotel),
                                                    std::move(connection), hotel_quote()));
    payment_ = std::make_unique<Payment>(*this, random_);
    session_ = std::make_unique<Session>(*this, random_, wishes);
}

Floor::~Floor() = default;

Report Floor::run() {
    for (const auto& supplier : suppliers_)
        supplier->part.start([&work = supplier->work] { work.step(kPatience); });
    payment_->part.start([&work = payment_->work] { work.step(kPatience); });
    const auto end_by =
        std::chrono::steady_clock::now() + options_.warm_up + options_.measured + kEndWithin;
    while (session_->work.step(kPatience) && std::chrono::steady_clock::now() < end_by) {
        for (const auto& supplier : suppliers_)
            supplier->part.throw_if_failed();
        payment_->part.throw_if_failed();
    }
    for (const auto& supplier : suppliers_)
        supplier->part.stop();
    payment_->part.stop();
    auto report = session_->work.report();
    count_messages(report);
    return report;
}

/// Of the whole run, as the figures that bench/run reads from services and servers.
void Floor::count_messages(Report& report) const {
    if (report.trips_total == 0) return;
    std::vector<RabbitmqCounters> counters = {payment_->own.bus.counters(),
                                              session_->own.bus.counters()};
    for (const auto& supplier : suppliers_)
        counters.push_back(supplier->own.bus.counters());
    double messages = 0;
    double bodies = 0;
    for (const auto& one : counters) {
        messages += static_cast<double>(one.published_messages);
        bodies += static_cast<double>(one.published_bodies);
    }
    const auto trips = static_cast<double>(report.trips_total);
    report.counts_per_trip = {{"messages", messages / trips}, {"AMQP messages", bodies / trips}};
}

}  // namespace viaja::bench
