#include "session-service/routes/page_key.hpp"

#include "common/text/enum_words.hpp"
#include "common/text/whole_number.hpp"

namespace viaja::routes {
namespace {

// The key's text before it is encoded: its values in the order of its members, the number of
// flights before the flights. No flight's number has a "/" (contract/item_id.hpp).
constexpr char kSeparator = '/';
constexpr std::size_t kTextMax = 1'000;

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64 of RFC 4648, section 5, without padding.
std::string base64url(std::string_view text) {
    std::string result;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char byte : text) {
        bits = (bits << 8) | static_cast<unsigned char>(byte);
        held += 8;
        for (; held >= 6; held -= 6)
            result += kAlphabet[(bits >> (held - 6)) & 63U];
    }
    if (held > 0) result += kAlphabet[(bits << (6 - held)) & 63U];
    return result;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string result;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char letter : text) {
        const auto value = kAlphabet.find(letter);
        if (value == std::string_view::npos) return std::nullopt;
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        held += 6;
        if (held >= 8) {
            held -= 8;
            result += static_cast<char>((bits >> held) & 0xFFU);
        }
    }
    return result;
}

/// Takes a key's values from its text one after the other.
class Fields {
  public:
    explicit Fields(std::string_view text) : rest_(text) {}

    std::string text() {
        const auto end = rest_.find(kSeparator);
        if (end == std::string_view::npos) ok_ = false;
        const std::string field(rest_.substr(0, end));
        rest_ = end == std::string_view::npos ? "" : rest_.substr(end + 1);
        return field;
    }
    std::int64_t number(std::int64_t lowest, std::int64_t highest) {
        const auto value = whole_number(text(), lowest, highest);
        if (!value) ok_ = false;
        return value.value_or(lowest);
    }
    bool ok() const { return ok_; }
    bool at_end() const { return rest_.empty(); }

  private:
    std::string_view rest_;
    bool ok_ = true;
};

}  // namespace

std::string text_of(const PageKey& key) {
    std::string text(name_of(key.order));
    const auto add = [&text](const std::string& field) { text += kSeparator + field; };
    add(std::to_string(key.scale.lowest_price));
    add(std::to_string(key.scale.shortest));
    for (const std::int64_t part : key.rank)
        add(std::to_string(part));
    add(std::to_string(key.flights.size()));
    for (std::size_t place = 0; place < key.flights.size(); ++place) {
        add(std::to_string(key.preferences[place]));
        add(key.flights[place].flight);
        add(std::to_string(key.flights[place].day));
    }
    return base64url(text + kSeparator);
}

std::optional<PageKey> page_key(std::string_view encoded) {
    if (encoded.size() > kTextMax) return std::nullopt;
    const auto text = from_base64url(encoded);
    if (!text) return std::nullopt;
    Fields fields(*text);
    PageKey key;
    const auto order = named<Order>(fields.text());
    if (!order) return std::nullopt;
    key.order = *order;
    key.scale.lowest_price = fields.number(1, INT32_MAX);
    key.scale.shortest = fields.number(1, INT32_MAX);
    for (std::int64_t& part : key.rank)
        part = fields.number(INT64_MIN, INT64_MAX);
    const auto flights = fields.number(1, kSegmentsMax);
    for (std::int64_t place = 0; fields.ok() && place < flights; ++place) {
        key.preferences.push_back(static_cast<std::uint16_t>(fields.number(0, UINT16_MAX)));
        key.flights.push_back({fields.text(), 0});
        key.flights.back().day = static_cast<Day>(fields.number(INT32_MIN, INT32_MAX));
    }
    // Only what text_of writes is a key, so that a key has one text.
    const bool is_key = fields.ok() && fields.at_end() && text_of(key) == encoded;
    return is_key ? std::optional(key) : std::nullopt;
}

}  // namespace viaja::routes
