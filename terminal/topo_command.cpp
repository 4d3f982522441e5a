#include "terminal/topo_command.hpp"

#include <array>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "terminal/http.hpp"
#include "terminal/interrupt.hpp"
#include "terminal/screen.hpp"
#include "terminal/stop.hpp"
#include "terminal/topo_screen.hpp"
#include "terminal/topo_view.hpp"

namespace viaja::terminal {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kRefresh{2'000};
/// Dead letters are read from the broker's queues, which costs more than a read of rows.
constexpr int kRefreshesForLetters = 5;
constexpr milliseconds kKeyPatience{200};
constexpr long kTopoAnswerSeconds = 3;

constexpr Phrase kNeedsScreen{
    "viaja ops topo precisa de um terminal; em scripts: viaja ops servicos --json",
    "viaja ops topo needs a terminal; in scripts: viaja ops services --json"};

/// Asks the server again and again, on a thread of its own. The other calls: one other thread.
class TopoFeed {
  public:
    TopoFeed(std::vector<std::string> addresses, const std::string& token)
        : addresses_(std::move(addresses)), token_(token) {
        thread_ = std::thread([this] { run(); });
    }
    ~TopoFeed() {
        {
            const std::lock_guard guard(mutex_);
            stopping_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }
    TopoFeed(const TopoFeed&) = delete;
    TopoFeed& operator=(const TopoFeed&) = delete;

    /// What is known now. A change of what is wanted is asked for at once.
    TopoDocuments documents(const std::optional<std::string>& session, bool paused) {
        const std::lock_guard guard(mutex_);
        const bool changed = session != session_ || paused != paused_;
        session_ = session;
        paused_ = paused;
        if (changed) {
            ask_now_ = true;
            wake_.notify_one();
        }
        TopoDocuments copy = documents_;
        if (session_ != session_of_document_) copy.session = nullptr;
        const auto silent = steady_clock::now() - answered_at_;
        if (is_silent_)
            copy.silent_for_s = std::max<std::int64_t>(
                std::chrono::duration_cast<std::chrono::seconds>(silent).count(), 1);
        return copy;
    }

  private:
    void run() {
        for (int round = 0; wait(); ++round)
            ask_all(round);
    }

    /// False: to be ended.
    bool wait() {
        std::unique_lock guard(mutex_);
        const auto at = steady_clock::now() + (round_made_ ? kRefresh : milliseconds(0));
        wake_.wait_until(guard, at, [this] { return stopping_ || ask_now_; });
        wake_.wait(guard, [this] { return stopping_ || !paused_; });
        ask_now_ = false;
        round_made_ = true;
        return !stopping_;
    }

    void ask_all(int round) {
        std::optional<std::string> session;
        {
            const std::lock_guard guard(mutex_);
            session = session_;
        }
        update(&TopoDocuments::services, "/v1/operator/services");
        update(&TopoDocuments::stuck, "/v1/operator/sagas?state=stuck&limit=200");
        update(&TopoDocuments::running, "/v1/operator/sagas?state=running&limit=200");
        update(&TopoDocuments::breakers, "/v1/operator/breakers");
        if (round % kRefreshesForLetters == 0)
            update(&TopoDocuments::dead_letters, "/v1/operator/dead-letters?limit=50");
        if (session) update(&TopoDocuments::session, "/v1/operator/sessions/" + *session);
        const std::lock_guard guard(mutex_);
        session_of_document_ = session;
    }

    /// Without any answer the last document stays, with the time since then.
    void update(Json TopoDocuments::*which, const std::string& path) {
        const auto answer = ask(path);
        const std::lock_guard guard(mutex_);
        if (stopping_) return;
        is_silent_ = !answer;
        if (!answer) return;
        answered_at_ = steady_clock::now();
        documents_.address = addresses_[present_];
        documents_.*which = answer->status == 200 ? answer->body : Json();
    }

    std::optional<Answer> ask(const std::string& path) {
        Request request{.path = path, .seconds = kTopoAnswerSeconds};
        if (!token_.empty()) request.headers.emplace_back("Authorization", "Bearer " + token_);
        for (std::size_t i = 0; i < addresses_.size(); ++i) {
            {
                const std::lock_guard guard(mutex_);
                if (stopping_) return std::nullopt;
            }
            auto answer = http_.call(addresses_[present_], request);
            if (answer) return answer;
            present_ = (present_ + 1) % addresses_.size();
        }
        return std::nullopt;
    }

    const std::vector<std::string> addresses_;
    const std::string token_;
    Http http_;                // of the thread, as the next two
    std::size_t present_ = 0;  ///< the address that answered last
    bool round_made_ = false;

    std::mutex mutex_;  // protects all below
    std::condition_variable wake_;
    TopoDocuments documents_;
    std::optional<std::string> session_;
    std::optional<std::string> session_of_document_;
    steady_clock::time_point answered_at_ = steady_clock::now();
    bool is_silent_ = false;
    bool paused_ = false;
    bool ask_now_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace

void require_whole_screen(const Arguments& arguments) {
    const auto settings = screen_settings(arguments);
    if (!settings.asks || settings.accessible)
        throw Stop(Exit::usage, "usage", std::string(kNeedsScreen.in(arguments.language)));
}

Exit watch_topo(const Arguments& arguments, std::vector<std::string> addresses,
                const std::string& token) {
    TopoScreen screen(arguments.language, screen_settings(arguments).colours);
    TopoFeed feed(std::move(addresses), token);
    TopoView view(arguments.language);
    while (!view.ended()) {
        if (is_interrupted()) return Exit::stopped;
        view.take(feed.documents(view.open_session(), view.paused()));
        screen.draw(view.lines(screen.rows(), screen.columns()));
        screen.read_keys(view, kKeyPatience);
    }
    return Exit::done;
}

}  // namespace viaja::terminal
