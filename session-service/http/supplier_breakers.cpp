#include "session-service/http/supplier_breakers.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/encoding.hpp"
#include "common/contract/topology.hpp"
#include "common/http/counter_metrics.hpp"
#include "common/runtime/log.hpp"
#include "session-service/http/breaker_metrics.hpp"

namespace viaja::session {
namespace {

constexpr const char* kDetail =
    "The supplier does not answer at present; nothing was held. Try again, or take another offer.";

}  // namespace

SupplierBreakers::SupplierBreakers(const Ports& ports, const std::vector<std::string>& carriers,
                                   GoneFor gone_for)
    : loop_(ports.loop),
      bus_(ports.bus),
      clock_(ports.clock),
      random_(ports.random),
      gone_for_(std::move(gone_for)) {
    for (const auto address : topology::kSuppliersOfOneAddress)
        supplier_at(std::string(address));
    for (const auto& carrier : carriers)
        supplier_at(topology::flight(carrier));
    consumer_ = bus_.consume_private(reply_to_, [this, alive = alive_](const Delivery& delivery) {
        loop_.post([this, alive, body = delivery.body] {
            if (!*alive) return;
            for (const auto& acknowledged : messages_in<TimeoutAcknowledged>(body))
                take(acknowledged);
        });
    });
}

SupplierBreakers::~SupplierBreakers() {
    *alive_ = false;
    consumer_.reset();
}

std::optional<EarlyRefusal> SupplierBreakers::refusal_of(const std::string& address) const {
    const auto now = shown(address);
    if (now.state == Breaker::State::closed) return std::nullopt;
    const auto until_probe = now.next_probe.value_or(clock_.moment()) - clock_.moment();
    return EarlyRefusal{.code = Code::supplier_unavailable,
                        .detail = kDetail,
                        .retry_after = std::max(until_probe, Moment::duration(0)) + kProbeWait};
}

void SupplierBreakers::answered(const std::string& address) {
    auto& supplier = supplier_at(address);
    const auto before = supplier.breaker.state();
    supplier.silences = 0;
    if (std::exchange(supplier.is_probed, false)) supplier.timer.cancel();
    supplier.breaker.answered(clock_.moment());
    changed(address, before);
}

void SupplierBreakers::stayed_silent(const std::string& address) {
    auto& supplier = supplier_at(address);
    ++supplier.counters.silent;
    // What was asked before says nothing about the present.
    if (supplier.breaker.state() != Breaker::State::closed) return;
    if (++supplier.silences < kSilencesMax || supplier.is_probed || gone_for_(address)) return;
    send_probe(address);
}

SupplierBreakers::Supplier& SupplierBreakers::supplier_at(const std::string& address) {
    const auto [place, is_new] = suppliers_.try_emplace(address);
    if (is_new) place->second.probe = new_uuid(clock_, random_);
    return place->second;
}

void SupplierBreakers::changed(const std::string& address, Breaker::State before) {
    auto& supplier = supplier_at(address);
    const auto state = supplier.breaker.state();
    if (state == before) return;
    if (state == Breaker::State::closed || before == Breaker::State::closed) {
        supplier.since = clock_.moment();
        if (state == Breaker::State::closed) {
            runtime::log_info("supplier answers again, holds are asked for",
                              {{"address", address}});
        } else {
            runtime::log_warning("supplier silent, holds are refused", {{"address", address}});
        }
    }
    supplier.timer.cancel();
    if (state != Breaker::State::open) return;
    supplier.timer =
        loop_.call_after(kProbeEvery, [this, address] { send_probe_when_due(address); });
}

void SupplierBreakers::send_probe_when_due(const std::string& address) {
    auto& supplier = supplier_at(address);
    if (gone_for_(address)) {
        // Its queue would fill with probes. The first heartbeat is waited for instead.
        supplier.timer =
            loop_.call_after(kProbeEvery, [this, address] { send_probe_when_due(address); });
        return;
    }
    if (!supplier.breaker.allows(clock_.moment())) {
        supplier.timer =
            loop_.call_after(kProbeWait, [this, address] { send_probe_when_due(address); });
        return;
    }
    send_probe(address);
}

void SupplierBreakers::send_probe(const std::string& address) {
    auto& supplier = supplier_at(address);
    ++supplier.counters.probes;
    supplier.is_probed = true;
    bus_.publish({{address, TimeoutNotice{.session_id = SessionId{supplier.probe},
                                          .schedule = supplier.probe,
                                          .reply_to = reply_to_}}});
    supplier.timer = loop_.call_after(kProbeWait, [this, address] { end_probe(address); });
}

void SupplierBreakers::end_probe(const std::string& address) {
    auto& supplier = supplier_at(address);
    const auto before = supplier.breaker.state();
    supplier.is_probed = false;
    supplier.silences = 0;
    supplier.breaker.stayed_silent(clock_.moment());
    changed(address, before);
}

/// An earlier probe's answer that comes late shows as well that there is an answer.
void SupplierBreakers::take(const TimeoutAcknowledged& acknowledged) {
    for (const auto& [address, supplier] : suppliers_) {
        if (supplier.probe == acknowledged.schedule) return answered(address);
    }
}

SupplierBreakers::Shown SupplierBreakers::shown(const std::string& address) const {
    Shown shown;
    const auto now = clock_.moment();
    const auto gone_for = gone_for_(address);
    shown.gone = gone_for.has_value();
    if (const auto found = suppliers_.find(address); found != suppliers_.end()) {
        const auto& supplier = found->second;
        shown.state = supplier.breaker.state();
        shown.since = supplier.since;
        if (shown.state == Breaker::State::open && !shown.gone) {
            shown.next_probe = supplier.breaker.sight().next_probe;
        } else if (shown.state == Breaker::State::half_open) {
            shown.next_probe = now;
        }
    }
    if (shown.gone && shown.state == Breaker::State::closed) {
        shown.state = Breaker::State::open;
        shown.since = now - *gone_for;
    }
    return shown;
}

std::vector<std::string> SupplierBreakers::addresses() const {
    std::vector<std::string> addresses;
    for (const auto& [address, supplier] : suppliers_)
        addresses.push_back(address);
    return addresses;
}

std::vector<http::Metric> SupplierBreakers::metrics() const {
    std::vector<std::vector<http::Metric>> metrics;
    BreakerMetrics breakers({.state = "viaja_hold_breaker_state",
                             .since = "viaja_hold_breaker_since_seconds",
                             .next_probe = "viaja_hold_breaker_next_probe_seconds"},
                            clock_.moment());
    for (const auto& [address, supplier] : suppliers_) {
        metrics.push_back(http::counter_metrics(supplier.counters, {{"address", address}}));
        breakers.add(address, shown(address));
    }
    metrics.push_back(breakers.take());
    return http::merged(std::move(metrics));
}

}  // namespace viaja::session
