#pragma once
// A traveller who knows what he wants and not what he does: asks, swaps, drops, pays with good and
// bad cards, pays twice, pays at the last moment, cancels, pauses by hand, and never comes back.
// Every request has a key, and is asked again under it until it is answered.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "session-service/coordinator/session_participant.hpp"
#include "tests/simulation/world.hpp"

namespace viaja::simulation {

/// A request and everything that was answered to it.
struct Asked {
    std::string route;
    std::string key;
    decltype(session::Request::wish) wish;
    int sent = 0;
    std::vector<session::Decided> answers;
};

class Traveller {
  public:
    Traveller(World& world, int number);

    /// Plans the first visit.
    void start();

    const SessionId& session() const { return session_; }
    bool is_open() const { return open_; }
    const std::vector<std::shared_ptr<Asked>>& requests() const { return requests_; }

  private:
    void come_back_in(Duration shortest, Duration longest);
    void turn();
    void open();
    void go_on(const session::Session& session);
    session::AskHoldList any_list();
    std::vector<HoldRequest> any_wishes();
    void swap_for_a_list(const session::Session& session);
    void change_mind(const session::Session& session);
    HoldRequest wish_instead_of(const HoldRequest& held);
    void give_back(const session::Session& session);
    void pay(const session::Session& session);
    void hear(const std::shared_ptr<Asked>& asked, const session::Decided& decided);
    void ask_prices(const std::shared_ptr<Asked>& asked, const session::Decided& decided);
    std::vector<session::CurrentPrice> prices_now(const session::Decided& decided) const;
    void take_new_price(const session::Session& session, const HoldId& id);
    std::string any_token();
    void subscribe_a_service();
    void send_new(const std::string& route, decltype(session::Request::wish) wish);
    void send(const std::shared_ptr<Asked>& asked);
    bool repeat_something();
    std::optional<session::Session> look() const;

    World& world_;
    const std::string name_;
    SessionId session_{};
    bool open_ = false;
    std::size_t holds_wanted_ = 0;
    int payments_left_ = 0;
    int visits_left_ = 0;
    std::vector<std::shared_ptr<Asked>> requests_;
};

}  // namespace viaja::simulation
