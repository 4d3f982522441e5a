#pragma once
// The floor of payment-service and of its test gateway: one transaction for the commands, one in
// the gateway's own book, one for its answers. One worker thread.

#include <chrono>
#include <deque>
#include <string_view>
#include <vector>

#include "bench/floor/incoming_messages.hpp"
#include "bench/floor/row_form.hpp"

namespace viaja::bench {

class PaymentPart {
  public:
    PaymentPart(Connection& payments, Connection& gateway, Bus& bus, IncomingMessages& incoming);

    /// One batch of commands and of the gateway's answers to those of the last.
    void step(std::chrono::milliseconds patience);

  private:
    struct Work {
        PaymentCommand command;
        bool answered = false;  ///< by the gateway
    };

    std::vector<Work> take(const IncomingMessages::Taken& taken);
    void save(const std::vector<Work>& batch);
    void call_gateway(const std::vector<Work>& batch);
    std::vector<Outgoing> answers(const std::vector<Work>& batch) const;

    Connection& payments_;
    Connection& gateway_;
    Bus& bus_;
    IncomingMessages& incoming_;
    RowForm payment_rows_;
    RowForm execution_rows_;
    std::deque<PaymentCommand> answered_;
};

}  // namespace viaja::bench
