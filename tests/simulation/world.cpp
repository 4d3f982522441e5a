#include "tests/simulation/world.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/topology.hpp"
#include "common/supplier/migrations.hpp"
#include "payment-service/gateway_migrations.hpp"
#include "payment-service/store.hpp"
#include "session-service/store/store.hpp"

namespace viaja::simulation {
namespace {

using namespace std::chrono_literals;

template <class Service>
class RunningService : public Running {
  public:
    explicit RunningService(std::unique_ptr<Service> service) : service_(std::move(service)) {}

    bool step() override { return service_->step(); }
    /// The virtual clock's two readings are the same.
    Instant next_wake() const override { return Instant(service_->next_wake().time_since_epoch()); }

  protected:
    std::unique_ptr<Service> service_;
};

class RunningCoordinator : public RunningService<session::Coordinator> {
  public:
    using RunningService::RunningService;
    bool submit(Input& input) override {
        service_->submit(std::move(input));
        return true;
    }
    void suspect(bool silent, std::span<const SessionId> sessions) override {
        service_->take_answers_alone(silent);
        service_->ask_again(sessions);
    }
};

class RunningSupplier : public RunningService<supplier::SupplierService> {
  public:
    RunningSupplier(std::unique_ptr<supplier::SupplierService> service, Sightings& sightings)
        : RunningService(std::move(service)), sightings_(sightings) {}
    ~RunningSupplier() override { sightings_.tombstone_hit += service_->counters().tombstones_hit; }

  private:
    Sightings& sightings_;
};

class RunningPayment : public RunningService<payment::PaymentService> {
  public:
    RunningPayment(std::unique_ptr<payment::PaymentService> service, Sightings& sightings)
        : RunningService(std::move(service)), sightings_(sightings) {}
    ~RunningPayment() override {
        sightings_.unknown_resolved_authorized += service_->counters().resolved_authorized;
        sightings_.unknown_resolved_declined += service_->counters().resolved_declined;
    }
    bool submit(Input& input) override {
        service_->submit(std::move(input));
        return true;
    }

  private:
    Sightings& sightings_;
};

SqliteDatabase::Memory memory(const std::string& world, const std::string& name) {
    return {world + "_" + name};
}

constexpr PrunePace kPrunePace{.pause = 1s, .rest = 20s};

PipelineLimits pipeline_limits() {
    PipelineLimits limits;
    limits.sweep = 2s;
    return limits;
}

/// Until the deadline, not at all, or so short that it ends before most payments.
std::optional<Duration> guarantee_of(std::uint64_t seed) {
    switch (seed % 3) {
        case 0:
            return std::nullopt;
        case 1:
            return Duration(0);
        default:
            return 10s;
    }
}

}  // namespace

World::World(std::uint64_t seed, Sightings& all_sightings, const Retention& retention)
    : chance(seed),
      sightings(all_sightings),
      name_("seed_" + std::to_string(seed)),
      workers_(seed % 2 == 0 ? 2 : 1),
      price_guarantee_(guarantee_of(seed)),
      retention_(retention),
      bus_(clock, chance, {.dispatch = InProcessBus::Dispatch::manual}),
      lock_(clock, chance, faults),
      session_database_(memory(name_, "session"), clock),
      payment_database_(memory(name_, "payment"), clock),
      gateway_database_(memory(name_, "gateway"), clock),
      faulty_session_(session_database_, chance, faults, sightings, true),
      faulty_payment_(payment_database_, chance, faults, sightings, true) {
    rules.limits.hold_time = kHoldTime;
    rules.limits.idle_time = 90s;
    rules.limits.pause_time = 20s;
    rules.limits.step_time = 6s;
    rules.limits.charge_time = 20s;
    rules.limits.resend_slow = 20s;
    network = std::make_unique<Network>(bus_, agenda, clock, chance, faults);
    for (const auto& carrier : carriers)
        add_supplier(topology::flight(carrier), {"voos"});
    add_supplier(std::string(topology::kHotel), {"hoteis"});
    add_supplier(std::string(topology::kEvent), {});
    add_payment();
    session_reader = session_database_.connect();
    migrate(*session_reader, "session-service", session::session_migrations());
    add_coordinator("session-1");
    add_coordinator("session-2");
}

World::~World() {
    nodes_.clear();
}

void World::add_supplier(const std::string& address, const std::vector<std::string>& keys) {
    auto& books = *suppliers.emplace_back(std::make_unique<SupplierBooks>());
    books.address = address;
    books.database = std::make_unique<SqliteDatabase>(memory(name_, address), clock);
    books.faulty =
        std::make_unique<FaultyDatabase>(*books.database, chance, faults, sightings, true);
    books.reader = books.database->connect();
    migrate(*books.reader, address, supplier::supplier_migrations());
    auto& node = *nodes_.emplace_back(std::make_unique<Node>());
    node.name = address;
    node.bus = std::make_unique<NodeBus>(*network);
    node.boot = [this, &books, &node, address, keys]() -> std::unique_ptr<Running> {
        return std::make_unique<RunningSupplier>(
            std::make_unique<supplier::SupplierService>(
                supplier::SupplierService::Ports{*books.faulty, *node.bus, lock_, clock, chance,
                                                 inventory},
                supplier::SupplierService::Options{.address = address,
                                                   .extra_keys = keys,
                                                   .limits = pipeline_limits(),
                                                   .workers = workers_,
                                                   .report = {},
                                                   .test_mode = true,
                                                   .price_guarantee = price_guarantee_,
                                                   .retention = retention_,
                                                   .prune_pace = kPrunePace}),
            sightings);
    };
}

void World::add_payment() {
    gateway_reader = gateway_database_.connect();
    migrate(*gateway_reader, "test gateway", payment::gateway_migrations());
    payment_reader = payment_database_.connect();
    migrate(*payment_reader, "payment-service", payment::payment_migrations());
    gateway_ = std::make_unique<payment::TestGateway>(
        gateway_database_, true, [this](Duration delay, std::function<void()> then) {
            agenda.at(clock.now() + delay, std::move(then));
        });
    faulty_gateway_ = std::make_unique<FaultyGateway>(*gateway_, agenda, clock, chance, faults);
    bank_ = std::make_unique<payment::TestBank>(gateway_database_, chance, true);
    faulty_bank_ = std::make_unique<FaultyBank>(*bank_, agenda, clock, chance, faults, sightings);
    auto& node = *nodes_.emplace_back(std::make_unique<Node>());
    faulty_gateway_->on_news([this, &node](const PaymentId& payment) {
        auto input = payment::to_input(payment::GatewayNews{.payment = payment, .on_decided = {}});
        if (node.running && clock.now() >= node.frozen_until) node.running->submit(input);
    });
    bank_->on_paid(
        [this, &node](const std::string& stem, const payment::PaidReceipt& receipt,
                      const std::string& currency) { report_paid(node, stem, receipt, currency); });
    node.name = topology::kPayment;
    node.bus = std::make_unique<NodeBus>(*network);
    node.boot = [this, &node]() -> std::unique_ptr<Running> {
        return std::make_unique<RunningPayment>(
            std::make_unique<payment::PaymentService>(
                faulty_payment_, *node.bus, lock_, clock, chance, *faulty_gateway_, *faulty_bank_,
                payment::PaymentService::Options{
                    .limits = pipeline_limits(), .workers = workers_, .report = {}}),
            sightings);
    };
}

/// The webhook: lost, once or twice, soon or late.
void World::report_paid(Node& node, const std::string& stem, const payment::PaidReceipt& receipt,
                        const std::string& currency) {
    payment::ReceiptReport report;
    report.charge.session_id = *SessionId::parse(stem.substr(0, stem.find('/')));
    report.charge.attempt = std::stoi(stem.substr(stem.find('/') + 1));
    report.receipt = receipt;
    report.currency = currency;
    for (auto copies = chance.pick(3); copies > 0; --copies) {
        agenda.at(clock.now() + chance.between(1ms, 5s), [this, &node, report] {
            auto input = payment::to_input(report);
            if (node.running && clock.now() >= node.frozen_until) node.running->submit(input);
        });
    }
}

void World::add_coordinator(const std::string& name) {
    auto& node = *nodes_.emplace_back(std::make_unique<Node>());
    node.name = name;
    node.bus = std::make_unique<NodeBus>(*network);
    node.boot = [this, &node, name]() -> std::unique_ptr<Running> {
        auto coordinator = std::make_unique<session::Coordinator>(
            session::Coordinator::Ports{faulty_session_, *node.bus, lock_, clock, chance},
            session::Coordinator::Options{
                .rules = rules,
                .pipeline = pipeline_limits(),
                .workers = workers_,
                .report = {},
                .on_changed =
                    [this, name](const std::vector<session::Changed>& changed, Instant) {
                        for (const auto& one : changed)
                            noticed(name, *one.session);
                    },
                .retention = retention_,
                .prune_pace = kPrunePace});
        coordinator->open_own_queue(*node.bus);
        return std::make_unique<RunningCoordinator>(std::move(coordinator));
    };
}

/// A payment that one coordinator began and another goes on with was taken over.
void World::noticed(const std::string& node, const session::Session& session) {
    auto& driver = last_driver_[session.id];
    if (session.state == session::SessionState::paying && !driver.empty() && driver != node) {
        ++sightings.orphan_taken_over;
    }
    driver = session.state == session::SessionState::paying ? node : "";
}

bool World::submit(Input input) {
    const auto first = chance.pick(2);
    for (std::size_t i = 0; i < 2; ++i) {
        auto& node = *nodes_[nodes_.size() - 1 - (first + i) % 2];
        if (node.running && clock.now() >= node.frozen_until) return node.running->submit(input);
    }
    return false;
}

void World::boot_and_thaw() {
    for (auto& node : nodes_) {
        node->bus->silent = clock.now() < node->silent_until;
        if (!node->running && clock.now() >= node->boot_at) node->running = node->boot();
    }
}

/// One batch of a process. It may die of it, and comes back later with nothing but its database.
bool World::step(Node& node) {
    if (!node.running || clock.now() < node.frozen_until) return false;
    try {
        return node.running->step();
    } catch (const Crash&) {
        node.running.reset();
        node.boot_at = clock.now() + chance.between(100ms, 30s);
        return true;
    }
}

bool World::work_once() {
    bool worked = agenda.run_due(clock.now());
    while (bus_.deliver_one())
        worked = true;
    const auto first = chance.pick(nodes_.size());
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        worked = step(*nodes_[(first + i) % nodes_.size()]) || worked;
    }
    return worked;
}

Instant World::next_moment() const {
    auto next = agenda.next();
    for (const auto& node : nodes_) {
        if (!node->running) {
            next = std::min(next, node->boot_at);
        } else {
            next = std::min(next, std::max(node->running->next_wake(), node->frozen_until));
        }
    }
    return std::max(next, clock.now() + 1ms);
}

void World::run_until(Instant end) {
    auto next_trouble = clock.now() + 1s;
    while (clock.now() < end) {
        boot_and_thaw();
        while (work_once())
            boot_and_thaw();
        if (faults.on && clock.now() >= next_trouble) {
            disturb_nodes();
            next_trouble += 1s;
        }
        const auto moment = faults.on ? std::min(next_moment(), next_trouble) : next_moment();
        clock.advance_to(std::min(moment, end));
    }
}

void World::disturb_nodes() {
    if (chance.in_ten_thousand(faults.prices_change)) inventory.change_prices(chance);
    for (auto& node : nodes_) {
        if (chance.in_ten_thousand(faults.frozen)) {
            node->frozen_until = clock.now() + chance.between(1s, 40s);
        }
        if (chance.in_ten_thousand(faults.silent)) {
            node->silent_until = clock.now() + chance.between(1s, 30s);
        }
        if (node->running && chance.in_ten_thousand(faults.suspicious)) suspect_replicas(*node);
    }
}

/// Whether they are silent or not: a replica is judged by what is heard of it.
void World::suspect_replicas(Node& node) {
    const auto soon = clock.now() + rules.limits.resend_step_max;
    const auto asked = session::find_due_sessions(*session_reader, soon, 1'000).ids;
    node.running->suspect(chance.in_ten_thousand(5'000), asked);
    if (!asked.empty()) ++sightings.asked_again_by_suspicion;
}

void World::make_quiet() {
    faults.on = false;
    for (auto& node : nodes_) {
        node->frozen_until = node->silent_until = Instant::min();
        node->boot_at = std::min(node->boot_at, clock.now());
    }
}

void World::repeat_history() {
    auto again = network->history();
    while (!again.empty()) {
        const auto place = chance.pick(again.size());
        std::swap(again[place], again.back());
        bus_.publish({std::move(again.back())});
        again.pop_back();
    }
}

void World::restart() {
    for (auto& node : nodes_)
        node->running.reset();
    boot_and_thaw();
}

}  // namespace viaja::simulation
