#include "common/contract/body_items.hpp"

#include "common/contract/encoding.hpp"
#include "common/text/blanks.hpp"

namespace viaja {
namespace {

/// The brackets that are open at one place of the body.
class Nesting {
  public:
    /// False if the bracket cannot stand here.
    bool open(char bracket) {
        if (depth_ == kDepthMax) return false;
        closing_[depth_++] = bracket == '[' ? ']' : '}';
        return true;
    }
    bool close(char bracket) {
        if (depth_ == 0 || closing_[depth_ - 1] != bracket) return false;
        --depth_;
        return true;
    }
    std::size_t depth() const { return depth_; }

  private:
    char closing_[kDepthMax]{};
    std::size_t depth_ = 0;
};

/// The place behind the string whose opening quote stands at `from`, or the end of the body.
std::size_t behind_string(std::string_view body, std::size_t from) {
    for (std::size_t i = from + 1; i < body.size(); ++i) {
        if (body[i] == '\\') {
            ++i;
        } else if (body[i] == '"') {
            return i + 1;
        }
    }
    return body.size();
}

BodyItems unreadable(std::string problem) {
    return {{}, std::move(problem)};
}

}  // namespace

BodyItems split_body(std::string_view body) {
    body = trimmed(body, kJsonBlanks);
    const bool list = body.starts_with('[');
    BodyItems result;
    Nesting nesting;
    std::size_t item_begins = 1;
    const auto add_item = [&](std::size_t end) {
        result.items.push_back(trimmed(body.substr(item_begins, end - item_begins), kJsonBlanks));
        item_begins = end + 1;
    };
    for (std::size_t i = 0; i < body.size(); ++i) {
        const char c = body[i];
        if (c == '"') {
            i = behind_string(body, i) - 1;
        } else if (c == '[' || c == '{') {
            if (!nesting.open(c)) {
                return unreadable("the body is nested deeper than " + std::to_string(kDepthMax));
            }
        } else if (c == ']' || c == '}') {
            if (!nesting.close(c)) return unreadable("the brackets of the body do not match");
        } else if (c == ',' && list && nesting.depth() == 1) {
            add_item(i);
        }
        if (result.items.size() >= kItemsMax) {
            return unreadable("the list has more than " + std::to_string(kItemsMax) + " items");
        }
        if (list && nesting.depth() == 0 && i + 1 < body.size()) {
            return unreadable("something follows after the end of the list");
        }
    }
    if (nesting.depth() != 0) return unreadable("the brackets of the body do not match");
    if (!list) {
        result.items.push_back(body);
        return result;
    }
    add_item(body.size() - 1);
    if (result.items.size() == 1 && result.items.front().empty()) {
        return unreadable("the list is empty");
    }
    return result;
}

}  // namespace viaja
