#include "common/adapters/mysql/mysql_rows.hpp"

#include <cppconn/datatype.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>

#include <algorithm>
#include <string>

#include "common/contract/check.hpp"
#include "common/text/whole_number.hpp"

namespace viaja::mysql {

namespace {

enum class Kind { integer, decimal, text, other };

Kind kind_of(int type) {
    using sql::DataType;
    switch (type) {
        case DataType::TINYINT:
        case DataType::SMALLINT:
        case DataType::MEDIUMINT:
        case DataType::INTEGER:
        case DataType::BIGINT:
        case DataType::YEAR:
            return Kind::integer;
        case DataType::DECIMAL:
        case DataType::NUMERIC:
            return Kind::decimal;
        case DataType::CHAR:
        case DataType::BINARY:
        case DataType::VARCHAR:
        case DataType::VARBINARY:
        case DataType::LONGVARCHAR:
        case DataType::LONGVARBINARY:
            return Kind::text;
        default:
            return Kind::other;
    }
}

/// The connector would read a decimal by way of floating point.
std::int64_t decimal_number(std::string_view digits, std::string_view sql) {
    const auto point = std::min(digits.find('.'), digits.size());
    const auto number = whole_number<std::int64_t>(digits.substr(0, point));
    if (!number || digits.find_first_not_of('0', point + 1) != std::string_view::npos) {
        throw Bug("a column holds a number that is no 64-bit integer: " + std::string(sql));
    }
    return *number;
}

Value column(sql::ResultSet& result, std::uint32_t index, Kind kind, std::string_view sql) {
    if (result.isNull(index)) return nullptr;
    switch (kind) {
        case Kind::integer:
            return std::int64_t{result.getInt64(index)};
        case Kind::decimal:
            return decimal_number(result.getString(index).asStdString(), sql);
        case Kind::text:
            return std::string(result.getString(index));
        case Kind::other:
            break;
    }
    throw Bug("a column holds neither an integer nor text nor null: " + std::string(sql));
}

}  // namespace

void bind(sql::PreparedStatement& statement, std::span<const Value> parameters) {
    unsigned int position = 0;
    for (const Value& value : parameters) {
        ++position;
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            statement.setInt64(position, *number);
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            statement.setString(position, *text);
        } else {
            statement.setNull(position, sql::DataType::SQLNULL);
        }
    }
}

Rows read(sql::ResultSet& result, std::string_view sql) {
    sql::ResultSetMetaData& description = *result.getMetaData();
    std::vector<Kind> kinds;
    for (unsigned int index = 1; index <= description.getColumnCount(); ++index)
        kinds.push_back(kind_of(description.getColumnType(index)));

    Rows rows;
    while (result.next()) {
        Values& row = rows.emplace_back();
        row.reserve(kinds.size());
        std::uint32_t index = 0;
        for (const Kind kind : kinds)
            row.push_back(column(result, ++index, kind, sql));
    }
    return rows;
}

}  // namespace viaja::mysql
