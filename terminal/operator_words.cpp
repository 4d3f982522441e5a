#include "terminal/operator_words.hpp"

#include <algorithm>

#include "common/text/percent.hpp"
#include "terminal/stop.hpp"

namespace viaja::terminal {

namespace {

/// A shell waits for it at each press of the key.
constexpr std::chrono::milliseconds kPatience{700};

class OfferedWords {
  public:
    explicit OfferedWords(Server& server) : server_(server) {}

    /// The text of a member of each object in a list of the answer.
    void add(const std::string& path, const char* list, const char* name) {
        Request request{.path = path, .seconds = 1};
        request.ends_at = std::chrono::steady_clock::now() + kPatience;
        const Answer answer = server_.call(request);
        for (const Json& object : list_at(answer.body, list)) {
            const auto word = text_at(object, name);
            const bool is_new = std::find(found_.begin(), found_.end(), word) == found_.end();
            if (!word.empty() && is_new) found_.push_back(word);
        }
    }

    void remove(std::string_view word) { std::erase(found_, word); }

    std::vector<std::string> take() { return std::move(found_); }

  private:
    Server& server_;
    std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> operator_words(Server& server, OperandKind kind,
                                        const std::string& session) {
    OfferedWords words(server);
    switch (kind) {
        case OperandKind::address:
            words.add("/v1/operator/services", "services", "address");
            words.remove("session");
            words.remove("payment");
            break;
        case OperandKind::session:
            words.add("/v1/operator/sagas?state=stuck&limit=200", "sagas", "session");
            words.add("/v1/operator/sagas?state=running&limit=200", "sagas", "session");
            break;
        case OperandKind::hold:
            words.add("/v1/operator/sessions/" + percent_encoded(session), "holds", "id");
            break;
        case OperandKind::letter:
            words.add("/v1/operator/dead-letters", "dead_letters", "id");
            break;
        default:
            break;
    }
    return words.take();
}

}  // namespace viaja::terminal
