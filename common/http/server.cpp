#include "common/http/server.hpp"

#include <uv.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "common/http/completion_queue.hpp"
#include "common/http/peer.hpp"
#include "common/http/problem.hpp"
#include "common/http/request_span.hpp"
#include "common/runtime/descriptors.hpp"
#include "common/runtime/loop.hpp"

namespace viaja::http {
namespace {

constexpr std::chrono::milliseconds kTickPeriod{1'000};
// How many connections beyond the cap get a 503; the next ones are closed without a response.
constexpr std::size_t kRefusedAtOnceMax = 256;
constexpr int kBacklog = 512;

// Unique in this process by the counter, and among processes by 64 random bits.
Connection::NewRequestId request_ids() {
    std::random_device random;
    std::array<char, 20> prefix = {};
    std::snprintf(prefix.data(), prefix.size(), "%08x%08x-", random(), random());
    // Each connection has a copy of this function; they count together.
    return [prefix = std::string(prefix.data()), last = std::make_shared<std::uint64_t>(0)] {
        return prefix + std::to_string(++*last);
    };
}

sockaddr_storage address_of(const std::string& host, int port) {
    sockaddr_storage address = {};
    const char* name = host == "localhost" ? "127.0.0.1" : host.c_str();
    if (port < 0 || port > 65535) {
        throw ListenFailed("Port " + std::to_string(port) + " does not exist; use 0 to 65535.");
    }
    if (uv_ip4_addr(name, port, reinterpret_cast<sockaddr_in*>(&address)) != 0 &&
        uv_ip6_addr(name, port, reinterpret_cast<sockaddr_in6*>(&address)) != 0) {
        throw ListenFailed("\"" + host + "\" is neither an IP address nor localhost.");
    }
    return address;
}

void fail_to_listen(int error, const std::string& host, int port) {
    const std::string place = "port " + std::to_string(port) + " of " + host;
    if (error == UV_EADDRINUSE) {
        throw PortTaken("Another program listens on " + place +
                        " already. Stop that program, or choose another port.");
    }
    if (error == UV_EACCES) {
        throw ListenFailed("This user may not listen on " + place +
                           ". Choose a port from 1024 on.");
    }
    if (error == UV_EADDRNOTAVAIL) {
        throw ListenFailed("This machine does not have the address " + host + ".");
    }
    throw ListenFailed("It is not possible to listen on " + place + ": " + uv_strerror(error) +
                       ".");
}

/// Handles a request within its span.
void handle_traced(const Router& router, const std::shared_ptr<const Tracer>& tracer,
                   Request request, Respond respond) {
    const auto span = RequestSpan::begin(*tracer, router, request);
    if (!span) return router.handle(request, std::move(respond));
    router.handle(request, [span, tracer, respond = std::move(respond)](Response response) {
        span->end(*tracer, response);
        respond(std::move(response));
    });
}

Server::RequestHandler handler_of(const Router& router, const Tracer& tracer) {
    if (!tracer.is_on()) {
        return [&router](const Request& request, Respond respond) {
            router.handle(request, std::move(respond));
        };
    }
    return [&router, shared = std::make_shared<const Tracer>(tracer)](const Request& request,
                                                                      Respond respond) {
        handle_traced(router, shared, request, std::move(respond));
    };
}

}  // namespace

class Server::Inside : public std::enable_shared_from_this<Inside> {
  public:
    Inside(runtime::Loop& loop, RequestHandler handler, ServerOptions options);

    void begin();
    void listen(const std::string& host, int port);
    void drain(std::chrono::milliseconds deadline, std::function<void()> done);
    void close_everything();

    int port() const { return port_; }
    std::size_t connection_count() const { return peers_.size(); }
    std::size_t stream_count() const { return streams_; }

  private:
    void accept();
    void hand_out_requests(Peer& peer);
    void hand_out(const Peer& peer, const Incoming& incoming);
    void deliver();
    void apply(Completion& completion, std::set<std::uint64_t>& touched);
    void tick();
    void close_listener();
    void close_peers();
    void finish_drain();
    void report(const LogEvent& event) const;
    void report_failed(const Request& request, const std::string& error) const;
    std::vector<std::shared_ptr<Peer>> all_peers() const;

    runtime::Loop& loop_;
    const RequestHandler handler_;
    const ServerOptions options_;
    // What the process's descriptors permit.
    std::size_t connections_max_ = 0;
    std::size_t streams_max_ = 0;
    std::size_t refused_at_once_max_ = 0;
    std::shared_ptr<CompletionQueue> completions_;
    std::shared_ptr<PeerContext> context_;

    uv_tcp_t* listener_ = nullptr;  // freed by its close callback
    int port_ = 0;
    std::map<std::uint64_t, std::shared_ptr<Peer>> peers_;
    std::uint64_t next_peer_ = 1;
    std::size_t streams_ = 0;  // of the peers, those taken over
    bool delivering_ = false;
    std::function<void()> on_drained_;
    runtime::TimerHandle ticks_;
    runtime::TimerHandle drain_deadline_;
};

Server::Inside::Inside(runtime::Loop& loop, RequestHandler handler, ServerOptions options)
    : loop_(loop), handler_(std::move(handler)), options_(std::move(options)) {
    const auto descriptors = runtime::descriptor_limit();
    const auto possible = runtime::connections_within(descriptors);
    streams_max_ = std::min(options_.streams_max, possible / 2);
    connections_max_ = std::min(options_.connections_max, possible - streams_max_);
    refused_at_once_max_ = std::min(kRefusedAtOnceMax, (descriptors - possible) / 2);
}

void Server::Inside::begin() {
    const auto deliver_soon = [&loop = loop_, weak = weak_from_this()] {
        loop.post([weak] {
            if (const auto inside = weak.lock()) inside->deliver();
        });
    };
    completions_ = std::make_shared<CompletionQueue>(deliver_soon);
    context_ = std::make_shared<PeerContext>();
    context_->limits = options_.limits;
    context_->on_requests = [this](Peer& peer) { hand_out_requests(peer); };
    context_->on_closed = [this](Peer& peer) {
        if (peer.connection().taken_over()) --streams_;
        peers_.erase(peer.id());
        finish_drain();
    };
    context_->new_request_id = request_ids();
    ticks_ = loop_.call_every(kTickPeriod, [this] { tick(); });
}

void Server::Inside::listen(const std::string& host, int port) {
    const sockaddr_storage address = address_of(host, port);
    if (listener_ != nullptr) throw ListenFailed("This server listens already.");
    auto* listener = new uv_tcp_t{};
    if (const int error = uv_tcp_init(loop_.native(), listener); error != 0) {
        delete listener;
        fail_to_listen(error, host, port);
    }
    listener_ = listener;
    listener_->data = this;
    const auto on_connection = [](uv_stream_t* stream, int status) {
        auto* inside = static_cast<Inside*>(stream->data);
        if (status == 0) return inside->accept();
        inside->report(
            {Severity::warning, "connection not accepted", {{"error", uv_strerror(status)}}});
    };
    const auto* general = reinterpret_cast<const sockaddr*>(&address);
    int error = uv_tcp_bind(listener_, general, 0);
    if (error == 0) {
        error = uv_listen(reinterpret_cast<uv_stream_t*>(listener_), kBacklog, on_connection);
    }
    if (error != 0) {
        close_listener();
        fail_to_listen(error, host, port);
    }
    sockaddr_storage bound = {};
    int length = sizeof(bound);
    uv_tcp_getsockname(listener_, reinterpret_cast<sockaddr*>(&bound), &length);
    // The port is in the same place in both kinds of address.
    port_ = ntohs(reinterpret_cast<const sockaddr_in*>(&bound)->sin_port);
}

void Server::Inside::accept() {
    const auto peer =
        Peer::accept(reinterpret_cast<uv_stream_t*>(listener_), next_peer_++, context_);
    if (peer == nullptr) return;
    const std::size_t before = peers_.size() - streams_;
    peers_.emplace(peer->id(), peer);
    if (before >= connections_max_ + refused_at_once_max_) return peer->close();
    if (options_.on_answered) {
        peer->connection().on_answered([this](const Request& request, int status,
                                              std::chrono::milliseconds took) {
            options_.on_answered({request.method, request.path, request.request_id, status, took});
        });
    }
    peer->connection().admit_takeover([this] {
        if (streams_ >= streams_max_) return false;
        ++streams_;
        return true;
    });
    if (before >= connections_max_) {
        peer->connection().refuse(
            {.code = "overloaded",
             .detail = "Too many connections are open at present; try again in a moment."},
            moment_of(loop_.native()));
    }
    peer->settle();
}

void Server::Inside::hand_out_requests(Peer& peer) {
    const std::vector<Incoming> requests = peer.connection().take_requests();
    if (requests.empty()) return;
    completions_->attend();
    for (const Incoming& incoming : requests)
        hand_out(peer, incoming);
    deliver();
}

void Server::Inside::hand_out(const Peer& peer, const Incoming& incoming) {
    const auto answer = std::make_shared<Responder>(completions_, peer.id(), incoming.slot);
    const Request& request = incoming.request;
    try {
        handler_(request, [answer](Response response) { answer->give(std::move(response)); });
        return;
    } catch (const std::exception& error) {
        report_failed(request, error.what());
    } catch (...) {
        report_failed(request, "not a std::exception");
    }
    answer->give_up();
}

/// A handler throws for nothing but a bug.
void Server::Inside::report_failed(const Request& request, const std::string& error) const {
    report(event_of({.input = request.method + ' ' + request.path, .context = context_of(request)},
                    Severity::error, "request failed", {{"error", error}}));
}

// Applies every completion, then writes once to each connection that got one. Writing can make room
// for further requests; their completions are taken in the next round. The loop ends, since nothing
// is read from sockets meanwhile.
void Server::Inside::deliver() {
    if (delivering_) return;
    delivering_ = true;
    for (auto completions = completions_->take(); !completions.empty();
         completions = completions_->take()) {
        std::set<std::uint64_t> touched;
        for (Completion& completion : completions)
            apply(completion, touched);
        for (const std::uint64_t id : touched) {
            if (const auto found = peers_.find(id); found != peers_.end()) found->second->settle();
        }
    }
    delivering_ = false;
}

void Server::Inside::apply(Completion& completion, std::set<std::uint64_t>& touched) {
    if (completion.repeated) {
        return report({Severity::error, "request answered twice, second response dropped"});
    }
    const auto found = peers_.find(completion.peer);
    if (found == peers_.end() || found->second->closing()) return;  // the client has gone
    Connection& connection = found->second->connection();
    const Moment now = moment_of(loop_.native());
    if (completion.response) {
        connection.respond(completion.slot, std::move(*completion.response), now);
    } else {
        connection.give_up(completion.slot, now);
    }
    touched.insert(completion.peer);
}

void Server::Inside::tick() {
    for (const auto& peer : all_peers())
        peer->tick();
}

void Server::Inside::drain(std::chrono::milliseconds deadline, std::function<void()> done) {
    if (on_drained_) throw std::logic_error("the server is being drained already");
    on_drained_ = std::move(done);
    close_listener();
    const Moment now = moment_of(loop_.native());
    for (const auto& peer : all_peers()) {
        peer->connection().drain(now);
        peer->settle();
    }
    drain_deadline_ = loop_.call_after(deadline, [this] { close_peers(); });
    finish_drain();
}

void Server::Inside::finish_drain() {
    if (!on_drained_ || !peers_.empty()) return;
    drain_deadline_.cancel();
    loop_.post([weak = weak_from_this()] {
        const auto inside = weak.lock();
        if (inside == nullptr || !inside->on_drained_) return;
        // The caller may destroy the server in it.
        const auto done = std::exchange(inside->on_drained_, [] {});
        done();
    });
}

void Server::Inside::close_everything() {
    completions_->close();
    close_listener();
    close_peers();
    context_->on_closed = nullptr;
    peers_.clear();
}

void Server::Inside::close_listener() {
    if (listener_ == nullptr) return;
    uv_close(reinterpret_cast<uv_handle_t*>(std::exchange(listener_, nullptr)),
             [](uv_handle_t* listener) { delete reinterpret_cast<uv_tcp_t*>(listener); });
}

void Server::Inside::close_peers() {
    for (const auto& peer : all_peers())
        peer->close();
}

// A copy: what is done with the peers may remove them.
std::vector<std::shared_ptr<Peer>> Server::Inside::all_peers() const {
    std::vector<std::shared_ptr<Peer>> peers;
    peers.reserve(peers_.size());
    for (const auto& [id, peer] : peers_)
        peers.push_back(peer);
    return peers;
}

void Server::Inside::report(const LogEvent& event) const {
    if (options_.report) options_.report(event);
}

Server::Server(runtime::Loop& loop, RequestHandler handler, ServerOptions options)
    : inside_(std::make_shared<Inside>(loop, std::move(handler), std::move(options))) {
    inside_->begin();
}

Server::Server(runtime::Loop& loop, const Router& router, ServerOptions options)
    : inside_(std::make_shared<Inside>(loop, handler_of(router, options.tracer), options)) {
    inside_->begin();
}

Server::~Server() {
    inside_->close_everything();
}

void Server::listen(const std::string& host, int port) {
    inside_->listen(host, port);
}

int Server::port() const {
    return inside_->port();
}

std::size_t Server::connection_count() const {
    return inside_->connection_count();
}

std::size_t Server::stream_count() const {
    return inside_->stream_count();
}

void Server::drain(std::chrono::milliseconds deadline, std::function<void()> done) {
    inside_->drain(deadline, std::move(done));
}

}  // namespace viaja::http
