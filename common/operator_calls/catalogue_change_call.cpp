#include "common/operator_calls/catalogue_change_call.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "common/contract/currencies.hpp"
#include "common/text/utf8.hpp"
#include "common/text/visible_ascii.hpp"

namespace viaja::operator_calls {
namespace {

using nlohmann::json;
using Errors = std::vector<http::FieldError>;

std::string pointer_to(std::size_t index, const std::string& member = "") {
    const std::string item = "/items/" + std::to_string(index);
    return member.empty() ? item : item + "/" + member;
}

/// A whole number from 1 to `most`; 0 for anything else.
std::int64_t positive_in(const json& value, std::int64_t most) {
    if (!value.is_number_unsigned()) return 0;
    const auto number = value.get<std::uint64_t>();
    return number <= static_cast<std::uint64_t>(most) ? static_cast<std::int64_t>(number) : 0;
}

std::string read_reason(const json& body, Errors& errors) {
    const auto reason = body.value("reason", json());
    const auto text = reason.is_string() ? reason.get<std::string>() : std::string();
    if (text.size() <= kChangeReasonBytesMax && has_visible_character(text) &&
        !has_control_character(text))
        return text;
    errors.push_back({"/reason",
                      "must say why, in 1 to 200 bytes of text with a visible character and "
                      "without control characters"});
    return {};
}

std::string read_item(const json& given, std::size_t index, Errors& errors) {
    const auto item = given.value("item", json());
    const auto text = item.is_string() ? item.get<std::string>() : std::string();
    if (is_visible_ascii(text, kItemNameBytesMax)) return text;
    errors.push_back({pointer_to(index, "item"),
                      "must be a flight's number, a room type's id, or an event's id, a slash and "
                      "its section"});
    return {};
}

std::optional<Money> read_price(const json& given, std::size_t index, Errors& errors) {
    const auto price = given.value("price", json::object());
    if (price.is_object()) {
        const auto amount = positive_in(price.value("amount", json()), kAmountMax);
        const auto currency = price.value("currency", json());
        const auto code = currency.is_string() ? currency.get<std::string>() : std::string();
        if (amount > 0 && minor_digits(code)) return Money{amount, code};
    }
    errors.push_back({pointer_to(index, "price"),
                      "must be an object with a whole `amount` above 0, in centavos, and a "
                      "`currency`, such as BRL"});
    return std::nullopt;
}

std::optional<int> read_capacity(const json& given, std::size_t index, Errors& errors) {
    const auto capacity = positive_in(given.value("capacity", json()), kCapacityMax);
    if (capacity > 0) return static_cast<int>(capacity);
    errors.push_back({pointer_to(index, "capacity"),
                      "must be a whole number from 1 to " + std::to_string(kCapacityMax)});
    return std::nullopt;
}

json money_json(const Money& money) {
    return {{"amount", money.amount}, {"currency", money.currency}};
}

Errors errors_of(const CatalogueChange& change, const std::vector<ItemRefused>& refused) {
    Errors errors;
    for (const auto& [item, member, detail] : refused) {
        const auto found = std::ranges::find(change.items, item, &ItemChange::item);
        if (found == change.items.end()) continue;
        const auto index = static_cast<std::size_t>(found - change.items.begin());
        errors.push_back({pointer_to(index, member), detail});
    }
    return errors;
}

}  // namespace

std::optional<CatalogueChange> read_change(const json& body, Changed changed, Errors& errors) {
    CatalogueChange change;
    change.reason = read_reason(body, errors);
    const auto items = body.value("items", json());
    if (!items.is_array() || items.empty() || items.size() > kItemsChangedMax) {
        errors.push_back(
            {"/items", "must be a list of 1 to " + std::to_string(kItemsChangedMax) + " items"});
        return std::nullopt;
    }
    std::set<std::string> seen;
    for (std::size_t index = 0; index < items.size(); ++index) {
        const json& given = items[index];
        if (!given.is_object()) {
            errors.push_back({pointer_to(index), "must be an object"});
            continue;
        }
        ItemChange item{read_item(given, index, errors)};
        if (changed == Changed::price) item.price = read_price(given, index, errors);
        if (changed == Changed::capacity) item.capacity = read_capacity(given, index, errors);
        if (!item.item.empty() && !seen.insert(item.item).second)
            errors.push_back({pointer_to(index, "item"), "is there twice"});
        change.items.push_back(std::move(item));
    }
    if (!errors.empty()) return std::nullopt;
    return change;
}

json change_json(const std::string& address, const std::vector<ItemChanged>& items, Changed changed,
                 Instant now) {
    json list = json::array();
    for (const auto& item : items) {
        if (changed == Changed::price) {
            list.push_back({{"item", item.item},
                            {"price_before", money_json(item.before.price)},
                            {"price", money_json(item.now.price)}});
        } else {
            list.push_back({{"item", item.item},
                            {"capacity_before", item.before.capacity},
                            {"capacity", item.now.capacity},
                            {"oversold_units", item.oversold_units}});
        }
    }
    return {{"address", address}, {"items", std::move(list)}, {"server_time", rfc3339(now)}};
}

http::Problem refused_change(const CatalogueChange& change, const std::string& problem,
                             const std::vector<ItemRefused>& refused) {
    http::Problem answer;
    if (problem == "invalid_value") {
        answer = http::refusal("invalid_field",
                               "Nothing was changed: a value cannot be used; see errors.");
    } else if (problem == "unknown_item") {
        answer = http::refusal("not_found",
                               "Nothing was changed: an item is not for sale here; see errors.");
    } else if (problem == "overtaken") {
        answer = http::refusal("invalid_state",
                               "Nothing was changed: a later change of the same value stands; see "
                               "errors.");
    } else if (problem == "too_late") {
        answer = http::unavailable(
            "Nothing was changed: the change came to the supplier too late. Send it again.");
    } else {
        answer = http::refusal("supplier_refused",
                               "Nothing was changed: this supplier does not let its catalogue be "
                               "changed here.");
    }
    answer.errors = errors_of(change, refused);
    return answer;
}

}  // namespace viaja::operator_calls
