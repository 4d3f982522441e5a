#include "bench/floor/row_form.hpp"

#include <stdexcept>

namespace viaja::bench {
namespace {

/// What a column holds in an ordinary trip, where that is longer than a word.
const std::map<std::string, std::string, std::less<>> kUsualTexts = {
    {"token_hash", std::string(64, 'a')},
    {"request_hash", std::string(64, 'b')},
    {"request", R"({"type":"flight","carrier":"I0","flight":"I01370","date":"2026-12-20",)"
                R"("quantity":1,"travellers":[{"name":"Ana Souza"}]})"},
    {"claims", "1 I01370/2026-12-20\n"},
    {"description", "I01370 GRU–REC 2026-12-20"},
    {"currency", "BRL"},
    {"price_currency", "BRL"},
    {"state", "held"},
    {"booking_reference", "K7QX2M"},
    {"reference", "K7QX2M"},
    {"method", "card"},
    {"token", "tok_ok"},
};

Value usual_value(const std::string& column, const std::string& type, bool may_be_null) {
    if (may_be_null) return nullptr;
    const bool is_number = type.ends_with("int");
    if (is_number) return std::int64_t{1};
    const auto known = kUsualTexts.find(column);
    return known == kUsualTexts.end() ? std::string() : known->second;
}

}  // namespace

RowForm::RowForm(Connection& connection, std::string name, std::size_t key_columns)
    : name_(std::move(name)) {
    const Value parameter = name_;
    const auto rows = connection.query(
        "SELECT column_name, data_type, is_nullable FROM information_schema.columns "
        "WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position",
        {&parameter, 1});
    if (rows.empty()) throw std::runtime_error("there is no table " + name_);
    for (const auto& row : rows) {
        RowReader reader(row);
        const auto column = reader.text();
        const auto type = reader.text();
        usual_.push_back(usual_value(column, type, reader.text() == "YES"));
        places_.emplace(column, columns_.size());
        columns_.push_back(column);
    }
    column_views_.assign(columns_.begin(), columns_.end());
    table_ = Table{.name = name_, .columns = column_views_, .key_columns = key_columns};
}

Values RowForm::row(Known known) const {
    auto values = usual_;
    for (const auto& [column, value] : known) {
        const auto place = places_.find(column);
        if (place != places_.end()) values[place->second] = value;
    }
    return values;
}

std::size_t RowForm::place_of(std::string_view column) const {
    const auto place = places_.find(column);
    if (place == places_.end()) {
        throw std::runtime_error(name_ + " has no column " + std::string(column));
    }
    return place->second;
}

}  // namespace viaja::bench
