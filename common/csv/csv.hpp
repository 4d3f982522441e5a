#pragma once
// Comma-separated files (RFC 4180) with a header line: strict, so that a damaged file is refused
// with the place of the damage, and never half understood.
//
//     csv::Reader reader = csv::Reader::open("data/demo/airports.csv", {"iata", "tz"});
//     while (reader.next()) airports[reader.text("iata")] = reader.text("tz");
//
// One reader belongs to one thread. Everything is checked as it is read; mistakes are thrown as
// csv::Error.

#include <cstdint>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace viaja::csv {

/// A file that cannot be used. `what()` is a sentence for the user that supplied the file:
/// "routes.csv, line 7, column distance_km: \"12a\" is not a whole number".
class Error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A larger file is refused, since it is read whole.
constexpr std::uintmax_t kFileBytesMax = 64 * 1024 * 1024;
/// A longer field is refused; an unclosed quote ends there at the latest.
constexpr std::size_t kFieldBytesMax = 4096;

/// The file's bytes. Throws Error where it is missing, unreadable, no file, or too large.
std::string read_file(const std::filesystem::path& path);

/// Walks over the rows of one file. Columns are found by the names in the header, in any order;
/// columns that were not asked for are skipped. UTF-8 only; a byte order mark is skipped, lines end
/// with LF or CR LF, and empty lines count for nothing.
class Reader {
  public:
    static Reader open(const std::filesystem::path& path, std::vector<std::string> columns,
                       std::vector<std::string> optional_columns = {});

    /// `name` stands for the file in error texts. Throws Error if the header lacks one of
    /// `columns`, or has one of either list twice.
    Reader(std::string name, std::string content, std::vector<std::string> columns,
           std::vector<std::string> optional_columns = {});

    /// Moves to the next row; false at the end of the file. Throws Error unless the row has as
    /// many fields as the header.
    bool next();

    /// Whether the present row says something in this column; false where the file lacks it.
    bool has(std::string_view column) const;
    /// The field of the present row, of `shortest` to `longest` bytes.
    const std::string& text(std::string_view column, std::size_t shortest = 1,
                            std::size_t longest = 200) const;
    /// An id of a thing for sale (contract/item_id.hpp).
    const std::string& item_id(std::string_view column) const;
    /// A whole number in decimal digits, maybe with a minus, within [lowest, highest].
    std::int64_t integer(std::string_view column, std::int64_t lowest, std::int64_t highest) const;
    /// A decimal number without exponent, in millionths: "-9.86639" is -9866390. At most six
    /// digits after the point.
    std::int64_t millionths(std::string_view column, std::int64_t lowest,
                            std::int64_t highest) const;

    /// Throws Error for the present row's `column`, with `why` after the place.
    [[noreturn]] void fail(std::string_view column, std::string_view why) const;

    /// The line on which the present row began, from 1.
    std::size_t line() const { return record_line_; }

  private:
    [[noreturn]] void fail_line(std::size_t line, std::string_view why) const;
    /// One record's fields; false where nothing is left. Sets `record_line_`.
    bool read_record();
    void read_quoted_field(std::string& field);
    void read_plain_field(std::string& field);
    const std::string& field(std::string_view column) const;
    /// False where the header lacks it.
    bool find_column(const std::string& column);

    std::string name_;
    std::string content_;
    std::size_t position_ = 0;
    std::size_t line_ = 1;         ///< of the next byte
    std::size_t record_line_ = 1;  ///< on which the present record began
    std::size_t header_fields_ = 0;
    std::vector<std::string> fields_;
    std::map<std::string, std::size_t, std::less<>> columns_;
};

}  // namespace viaja::csv
