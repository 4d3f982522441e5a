#include "common/csv/csv.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/item_id.hpp"
#include "common/text/utf8.hpp"
#include "common/text/whole_number.hpp"

namespace viaja::csv {
namespace {

/// The length of the character at `position`; 0 where the text is not UTF-8, or has a NUL, which no
/// database would take.
std::size_t sequence_length(std::string_view text, std::size_t position) {
    const auto [code_point, bytes] = first_character(text.substr(position));
    return code_point == 0 ? 0 : bytes;
}

std::string shown(std::string_view text) {
    constexpr std::size_t kShown = 40;
    if (text.size() <= kShown) return "\"" + std::string(text) + "\"";
    return "\"" + std::string(cut_at_character(text, kShown)) + "…\"";
}

bool are_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string read_file(const std::filesystem::path& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) throw Error(path.string() + ": there is no such file");
    if (!std::filesystem::is_regular_file(status)) {
        throw Error(path.string() + ": this is not a file");
    }
    const auto size = std::filesystem::file_size(path, error);
    if (error) throw Error(path.string() + ": " + error.message());
    if (size > kFileBytesMax) {
        throw Error(path.string() + ": the file has " + std::to_string(size) +
                    " bytes; more than " + std::to_string(kFileBytesMax) + " are not read");
    }
    std::ifstream file(path, std::ios::binary);
    std::string content(size, '\0');
    file.read(content.data(), static_cast<std::streamsize>(size));
    if (!file) throw Error(path.string() + ": the file cannot be read");
    return content;
}

Reader Reader::open(const std::filesystem::path& path, std::vector<std::string> columns,
                    std::vector<std::string> optional_columns) {
    return Reader(path.string(), read_file(path), std::move(columns), std::move(optional_columns));
}

Reader::Reader(std::string name, std::string content, std::vector<std::string> columns,
               std::vector<std::string> optional_columns)
    : name_(std::move(name)), content_(std::move(content)) {
    if (content_.starts_with("\xEF\xBB\xBF")) position_ = 3;
    for (std::size_t at = position_, line = 1; at < content_.size();) {
        const std::size_t length = sequence_length(content_, at);
        if (length == 0) fail_line(line, "this is not UTF-8 text");
        if (content_[at] == '\n') ++line;
        at += length;
    }
    if (!read_record()) {
        throw Error(name_ + ": the file is empty; its first line must name the columns");
    }
    header_fields_ = fields_.size();
    for (const std::string& column : columns) {
        if (find_column(column)) continue;
        std::string present;
        for (const std::string& field : fields_)
            present += (present.empty() ? "" : ", ") + field;
        fail_line(record_line_,
                  "the column " + column + " is missing; the header has " + shown(present));
    }
    for (const std::string& column : optional_columns)
        find_column(column);
}

bool Reader::find_column(const std::string& column) {
    const auto count = std::count(fields_.begin(), fields_.end(), column);
    if (count > 1) fail_line(record_line_, "the column " + column + " is there twice");
    if (count == 0) return false;
    const auto found = std::find(fields_.begin(), fields_.end(), column);
    columns_[column] = static_cast<std::size_t>(found - fields_.begin());
    return true;
}

bool Reader::next() {
    if (!read_record()) return false;
    if (fields_.size() != header_fields_) {
        fail_line(record_line_, "this line has " + std::to_string(fields_.size()) +
                                    " fields, and the header " + std::to_string(header_fields_));
    }
    return true;
}

bool Reader::read_record() {
    while (position_ < content_.size() &&
           (content_[position_] == '\n' || content_.compare(position_, 2, "\r\n") == 0)) {
        position_ += content_[position_] == '\n' ? 1 : 2;
        ++line_;
    }
    if (position_ >= content_.size()) return false;
    record_line_ = line_;
    fields_.clear();
    while (true) {
        std::string& field = fields_.emplace_back();
        if (position_ < content_.size() && content_[position_] == '"') {
            read_quoted_field(field);
        } else {
            read_plain_field(field);
        }
        if (position_ >= content_.size()) return true;
        const char separator = content_[position_];
        ++position_;
        if (separator == ',') continue;
        if (separator == '\r') ++position_;
        ++line_;
        return true;
    }
}

void Reader::read_plain_field(std::string& field) {
    const std::size_t start = position_;
    while (position_ < content_.size()) {
        const char byte = content_[position_];
        if (byte == ',' || byte == '\n' || content_.compare(position_, 2, "\r\n") == 0) break;
        if (byte == '"') fail_line(line_, "a quote stands inside of a field without quotes");
        if (byte == '\r') fail_line(line_, "a line ends with CR alone");
        ++position_;
    }
    if (position_ - start > kFieldBytesMax) fail_line(line_, "a field is too long");
    field.assign(content_, start, position_ - start);
}

void Reader::read_quoted_field(std::string& field) {
    const std::size_t first_line = line_;
    ++position_;
    while (position_ < content_.size()) {
        const char byte = content_[position_];
        ++position_;
        if (byte != '"') {
            if (byte == '\n') ++line_;
            field += byte;
            if (field.size() > kFieldBytesMax) {
                fail_line(first_line, "a field is too long, or its closing quote is missing");
            }
            continue;
        }
        if (position_ < content_.size() && content_[position_] == '"') {
            field += '"';
            ++position_;
            continue;
        }
        if (position_ < content_.size() && content_[position_] != ',' &&
            content_[position_] != '\n' && content_.compare(position_, 2, "\r\n") != 0) {
            fail_line(line_, "text follows the closing quote of a field");
        }
        return;
    }
    fail_line(first_line, "the closing quote of a field is missing");
}

const std::string& Reader::field(std::string_view column) const {
    const auto found = columns_.find(column);
    check(found != columns_.end(), "a CSV column was read that was not asked for");
    return fields_[found->second];
}

bool Reader::has(std::string_view column) const {
    const auto found = columns_.find(column);
    return found != columns_.end() && !fields_[found->second].empty();
}

const std::string& Reader::text(std::string_view column, std::size_t shortest,
                                std::size_t longest) const {
    const std::string& value = field(column);
    if (value.size() < shortest) {
        fail(column, value.empty() ? "the field is empty" : shown(value) + " is too short");
    }
    if (value.size() > longest) {
        fail(column, shown(value) + " is longer than " + std::to_string(longest) + " bytes");
    }
    return value;
}

const std::string& Reader::item_id(std::string_view column) const {
    const std::string& value = field(column);
    if (!is_item_id(value)) {
        fail(column, shown(value) + " is no id; an id is " + std::string(kItemIdRule));
    }
    return value;
}

std::int64_t Reader::integer(std::string_view column, std::int64_t lowest,
                             std::int64_t highest) const {
    const std::string& value = field(column);
    const auto number = whole_number(value, lowest, highest);
    if (number) return *number;
    const std::string_view digits = std::string_view(value).substr(value.starts_with('-') ? 1 : 0);
    if (digits.empty() || !are_digits(digits))
        fail(column, shown(value) + " is not a whole number");
    fail(column, shown(value) + " is not between " + std::to_string(lowest) + " and " +
                     std::to_string(highest));
}

std::int64_t Reader::millionths(std::string_view column, std::int64_t lowest,
                                std::int64_t highest) const {
    const std::string& value = field(column);
    const bool negative = value.starts_with('-');
    const std::string_view digits = std::string_view(value).substr(negative ? 1 : 0);
    const std::size_t point = std::min(digits.find('.'), digits.size());
    const std::string_view whole = digits.substr(0, point);
    const std::string_view fraction =
        point == digits.size() ? std::string_view() : digits.substr(point + 1);
    const bool well_formed = !whole.empty() && whole.size() <= 9 && fraction.size() <= 6 &&
                             are_digits(whole) && are_digits(fraction) &&
                             (point == digits.size() || !fraction.empty());
    if (!well_formed) fail(column, shown(value) + " is not a decimal number");
    std::int64_t number = 0;
    for (const char digit : whole)
        number = number * 10 + (digit - '0');
    for (std::size_t place = 0; place < 6; ++place) {
        number = number * 10 + (place < fraction.size() ? fraction[place] - '0' : 0);
    }
    if (negative) number = -number;
    if (number < lowest || number > highest) fail(column, shown(value) + " is out of range");
    return number;
}

void Reader::fail(std::string_view column, std::string_view why) const {
    throw Error(name_ + ", line " + std::to_string(record_line_) + ", column " +
                std::string(column) + ": " + std::string(why));
}

void Reader::fail_line(std::size_t line, std::string_view why) const {
    throw Error(name_ + ", line " + std::to_string(line) + ": " + std::string(why));
}

}  // namespace viaja::csv
