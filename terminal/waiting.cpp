#include "terminal/waiting.hpp"

#include "terminal/pix_lines.hpp"
#include "terminal/qr_code.hpp"
#include "terminal/trip_lines.hpp"

namespace viaja::terminal {

void Waiting::take(const Json& session, const std::string& address) {
    session_ = session;
    pay_until_.reset();
    const auto seconds = seconds_to_pay(session);
    if (!seconds) return;
    pay_until_ = std::chrono::steady_clock::now() + std::chrono::seconds(*seconds);
    show_charge(address);
}

void Waiting::show_charge(const std::string& address) {
    const std::string code = pix_code(session_);
    if (code == shown_code_) return;
    shown_code_ = code;
    for (const std::string& line : lines_above_code(screen_.language(), session_))
        screen_.line(line);
    screen_.line(code);
    screen_.picture(qr_code_lines(code));
    for (const std::string& line : lines_below_code(screen_.language(), session_, address))
        screen_.talk(line);
}

void Waiting::draw() {
    if (!pay_until_) return screen_.status(waiting_line(screen_.language(), session_));
    const auto left =
        std::chrono::ceil<std::chrono::seconds>(*pay_until_ - std::chrono::steady_clock::now())
            .count();
    screen_.status(pix_waiting_line(screen_.language(), session_, left));
}

void Waiting::tick() {
    if (pay_until_) draw();
}

}  // namespace viaja::terminal
