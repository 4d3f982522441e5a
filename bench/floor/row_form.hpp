#pragma once
// Rows as wide as the services' own, whatever the columns are called today: the form of a table is
// read from the database, and what is not given is filled with something of the usual size. One
// thread, that of the connection which it was made with.

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/ports/database.hpp"

namespace viaja::bench {

class RowForm {
  public:
    using Known = std::initializer_list<std::pair<std::string_view, Value>>;

    /// Throws std::runtime_error where there is no such table.
    RowForm(Connection& connection, std::string name, std::size_t key_columns);
    RowForm(const RowForm&) = delete;
    RowForm& operator=(const RowForm&) = delete;

    const Table& table() const { return table_; }
    /// Names that the table does not have are passed over.
    Values row(Known known) const;
    /// The place of a column in a row. Throws std::runtime_error where there is none.
    std::size_t place_of(std::string_view column) const;

  private:
    const std::string name_;
    std::vector<std::string> columns_;
    std::vector<std::string_view> column_views_;
    std::map<std::string, std::size_t, std::less<>> places_;
    Values usual_;
    Table table_;
};

}  // namespace viaja::bench
