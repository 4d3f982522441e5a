#include "session-service/store/hold_request.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/item_id.hpp"
#include "common/contract/quantity.hpp"
#include "common/contract/sale_window.hpp"
#include "common/contract/supplier_name.hpp"
#include "common/text/enum_words.hpp"
#include "common/text/json_text.hpp"
#include "common/text/utf8.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

constexpr std::size_t kNameBytesMax = 200;

/// A row may keep a name from before names were checked.
enum class Names { asked_for, kept };

/// Reads members one by one and collects what is wrong with them.
class Fields {
  public:
    Fields(const json& body, Names names) : body_(body), names_(names) {}

    std::string code(const char* name) {
        const auto* value = find(name, "a text");
        if (!value) return {};
        if (!value->is_string()) return wrong(name, "must be a text");
        auto text = value->get<std::string>();
        return is_item_id(text) ? text : wrong(name, "must be " + std::string(kItemIdRule));
    }

    Date date(const char* name) {
        const auto* value = find(name, "a date such as \"2026-12-20\"");
        if (!value) return {};
        const auto date = value->is_string() ? parse_date(value->get<std::string>()) : std::nullopt;
        if (!date) wrong(name, "must be a day of the calendar in the form yyyy-mm-dd");
        return date.value_or(Date{});
    }

    /// The lightest one where none is named.
    Fare fare() {
        const auto value = body_.find("fare");
        if (value == body_.end()) return Fare::light;
        const auto fare =
            value->is_string() ? named<Fare>(value->get<std::string>()) : std::nullopt;
        if (!fare) wrong("fare", "must be \"light\", \"plus\" or \"flex\"");
        return fare.value_or(Fare::light);
    }

    int quantity() {
        const auto* value = find("quantity", "a number from " + quantity_range());
        if (!value) return 0;
        const bool fits = value->is_number_integer() && *value >= 1 && *value <= kQuantityMax;
        if (!fits) wrong("quantity", "must be a whole number from " + quantity_range());
        return fits ? value->get<int>() : 0;
    }

    /// Of an item that is sold without names, such as a ticket, the list may be empty or missing.
    std::vector<std::string> travellers(int quantity, bool needed) {
        const auto list = body_.find("travellers");
        if (!needed && (list == body_.end() || *list == json::array())) return {};
        const auto* value = find("travellers", "a list with one name for each seat or room");
        if (!value) return {};
        if (!value->is_array() || std::cmp_not_equal(value->size(), quantity)) {
            wrong("travellers",
                  std::string(needed ? "must list one traveller for each seat or room: "
                                     : "must list one traveller for each of them, or none: ") +
                      std::to_string(quantity));
            return {};
        }
        std::vector<std::string> names;
        for (std::size_t i = 0; i < value->size(); ++i) {
            const auto& entry = (*value)[i];
            const auto at = "travellers/" + std::to_string(i);
            const auto name = entry.is_object() ? entry.find("name") : entry.end();
            const bool given = entry.is_object() && name != entry.end() && name->is_string();
            if (!given) {
                wrong(at, "must be an object with the member \"name\"");
                continue;
            }
            names.push_back(name->get<std::string>());
            check_name(at + "/name", names.back());
        }
        return names;
    }

    void check_name(const std::string& at, const std::string& name) {
        if (name.empty() || name.size() > kNameBytesMax) {
            wrong(at, "must have 1 to 200 bytes");
        } else if (names_ == Names::kept) {
            return;
        } else if (has_control_character(name)) {
            wrong(at, "must have no control character, such as a line break");
        } else if (!has_visible_character(name)) {
            wrong(at, "must have at least one visible character");
        }
    }

    std::string wrong(const std::string& name, std::string detail) {
        problems.push_back({"/" + name, std::move(detail)});
        return {};
    }

    std::vector<FieldProblem> problems;

  private:
    const json* find(const char* name, const std::string& wanted) {
        const auto found = body_.find(name);
        if (found != body_.end()) return &*found;
        wrong(name, "is missing; it must be " + wanted);
        return nullptr;
    }

    const json& body_;
    const Names names_;
};

struct ItemJson {
    json operator()(const FlightItem& flight) const {
        return {{"type", kind_of(flight)},
                {"carrier", flight.carrier},
                {"flight", flight.flight},
                {"date", iso_date(flight.date)},
                {"fare", name_of(flight.fare)}};
    }
    json operator()(const RoomItem& room) const {
        return {{"type", kind_of(room)},
                {"room_type_id", room.room_type_id},
                {"check_in", iso_date(room.check_in)},
                {"check_out", iso_date(room.check_out)}};
    }
    json operator()(const TicketItem& ticket) const {
        return {{"type", kind_of(ticket)},
                {"event_id", ticket.event_id},
                {"section_id", ticket.section_id}};
    }
    json operator()(const OtherItem& other) const {
        return {{"type", kind_of(other)},
                {"supplier", other.supplier},
                {"item_id", other.item_id},
                {"from", iso_date(other.from)},
                {"until", iso_date(other.until)}};
    }
};

void read(Fields& fields, FlightItem& item) {
    item.carrier = fields.code("carrier");
    item.flight = fields.code("flight");
    item.date = fields.date("date");
    item.fare = fields.fare();
}

void read(Fields& fields, RoomItem& item) {
    item.room_type_id = fields.code("room_type_id");
    item.check_in = fields.date("check_in");
    item.check_out = fields.date("check_out");
    if (!fields.problems.empty()) return;
    const int nights = days_between(item.check_in, item.check_out);
    if (nights < 1 || nights > kStayNightsMax) {
        fields.wrong("check_out",
                     "must be 1 to " + std::to_string(kStayNightsMax) + " nights after check_in");
    }
}

void read(Fields& fields, TicketItem& item) {
    item.event_id = fields.code("event_id");
    item.section_id = fields.code("section_id");
}

void read(Fields& fields, OtherItem& item) {
    item.supplier = fields.code("supplier");
    item.item_id = fields.code("item_id");
    item.from = fields.date("from");
    item.until = fields.date("until");
    if (!fields.problems.empty()) return;
    if (!is_supplier_name(item.supplier)) {
        fields.wrong("supplier", "must be " + std::string(kSupplierNameRule));
    }
    const int days = days_between(item.from, item.until);
    if (days < 0 || days > kOtherDaysMax) {
        fields.wrong("until", "must be 0 to " + std::to_string(kOtherDaysMax) + " days after from");
    }
}

/// Whether its supplier sells it to people by name.
constexpr bool needs_travellers(const FlightItem&) {
    return true;
}
constexpr bool needs_travellers(const RoomItem&) {
    return true;
}
constexpr bool needs_travellers(const TicketItem&) {
    return false;
}
constexpr bool needs_travellers(const OtherItem&) {
    return false;
}

std::optional<Item> item_of_type(const json& body) {
    const auto type = body.find("type");
    const bool given = type != body.end() && type->is_string();
    return given ? item_of_kind(type->get_ref<const std::string&>()) : std::nullopt;
}

std::variant<HoldRequest, std::vector<FieldProblem>> read_request(const json& body, Names names) {
    if (!body.is_object()) return std::vector<FieldProblem>{{"", "must be an object"}};
    Fields fields(body, names);
    auto item = item_of_type(body);
    if (!item) {
        return std::vector<FieldProblem>{{"/type", "must be " + any_item_kind("\"")}};
    }
    std::visit([&](auto& one) { read(fields, one); }, *item);
    const bool named = std::visit([](const auto& one) { return needs_travellers(one); }, *item);
    HoldRequest request;
    request.item = *std::move(item);
    request.quantity = fields.quantity();
    if (request.quantity > 0) request.travellers = fields.travellers(request.quantity, named);
    if (!fields.problems.empty()) return fields.problems;
    return request;
}

}  // namespace

std::variant<HoldRequest, std::vector<FieldProblem>> read_hold_request(const json& body) {
    return read_request(body, Names::asked_for);
}

json to_json(const Item& item) {
    return std::visit(ItemJson{}, item);
}

json to_json(const HoldRequest& request) {
    json body = to_json(request.item);
    body["quantity"] = request.quantity;
    body["travellers"] = json::array();
    for (const auto& name : request.travellers)
        body["travellers"].push_back({{"name", name}});
    return body;
}

std::string to_text(const HoldRequest& request) {
    return json_text(to_json(request));
}

HoldRequest hold_request_from_text(const std::string& text) {
    const auto body = parse_json(text);
    auto read = read_request(body, Names::kept);
    check(std::holds_alternative<HoldRequest>(read), "a hold's row keeps an unreadable request");
    return std::get<HoldRequest>(std::move(read));
}
}  // namespace viaja::session
