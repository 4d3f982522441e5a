#pragma once
// Schemas of docs/asyncapi.yaml and docs/openapi.yaml: does a value fit, by python3-jsonschema
// (json_schema.py), and which values lie just inside and just outside of what fits. One thread.

#include <string>
#include <vector>

#include "tests/docs/yaml_document.hpp"

namespace viaja::docs {

/// A value that differs from a good one in a single place.
struct Neighbour {
    std::string what;  ///< "content.quantity is 10"
    Json value;
    bool fits = false;
};

class JsonSchema {
  public:
    /// `document` has what "$ref" points at, and must outlive the schema, as `schema` must.
    JsonSchema(const Json& document, const Json& schema);

    /// What is wrong with the value, a sentence each. A member that no schema names is wrong too,
    /// unless `additionalProperties` is true; so is a keyword that JSON Schema does not know.
    std::vector<std::string> complaints(const Json& value) const;

    /// Of a value that fits: each member left out, each number, text and list at its limits and
    /// beyond, each value of another type, each format spoiled. Words of an `enum` are left alone,
    /// since readers take any word.
    std::vector<Neighbour> neighbours(const Json& value) const;

  private:
    const Json& document_;
    const Json& schema_;
};

}  // namespace viaja::docs
