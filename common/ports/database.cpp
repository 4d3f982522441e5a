#include "common/ports/database.hpp"

#include "common/contract/check.hpp"

namespace viaja {

const Value& RowReader::next() {
    check(position_ < values_.size(), "a row has fewer columns than were read from it");
    return values_[position_++];
}

std::int64_t RowReader::integer() {
    const auto* number = std::get_if<std::int64_t>(&next());
    check(number != nullptr, "a column holds no integer where one is expected");
    return *number;
}

std::string RowReader::text() {
    const auto* text = std::get_if<std::string>(&next());
    check(text != nullptr, "a column holds no text where one is expected");
    return *text;
}

std::optional<std::int64_t> RowReader::optional_integer() {
    const Value& value = next();
    if (std::holds_alternative<std::nullptr_t>(value)) return std::nullopt;
    const auto* number = std::get_if<std::int64_t>(&value);
    check(number != nullptr, "a column holds no integer where one is expected");
    return *number;
}

std::optional<std::string> RowReader::optional_text() {
    const Value& value = next();
    if (std::holds_alternative<std::nullptr_t>(value)) return std::nullopt;
    const auto* text = std::get_if<std::string>(&value);
    check(text != nullptr, "a column holds no text where one is expected");
    return *text;
}

std::optional<Instant> RowReader::optional_instant() {
    const auto micros = optional_integer();
    return micros ? std::optional<Instant>(from_micros(*micros)) : std::nullopt;
}

std::vector<Rows> Connection::load(std::span<const WantedRows> wanted) {
    std::vector<Rows> found;
    for (const auto& [table, column, keys, locked] : wanted)
        found.push_back(locked ? lock(*table, column, keys) : find(*table, column, keys));
    return found;
}

void Connection::change_schema(const std::function<void()>& change) {
    Transaction transaction(*this);
    change();
    transaction.commit();
}

void RowReader::refuse_word(const std::string& word) {
    throw Bug("a row keeps \"" + word + "\", a word that this program does not know");
}

}  // namespace viaja
