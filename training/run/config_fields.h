// Walking over a message's fields by reflection: dotted names, and what a mistyped one may have
// meant.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

namespace tandem {

/// Dotted names of all fields that hold a value (messages are walked into, not listed), in declared
/// order.
std::vector<std::string> field_names(const google::protobuf::Descriptor& type);

/// Calls `visit` for every field that holds a value, with its dotted name and the message that it
/// stands in.
void for_each_field(
    const google::protobuf::Message& message,
    const std::function<void(const std::string& name, const google::protobuf::Message& parent,
                             const google::protobuf::FieldDescriptor& field)>& visit);

/// The field's value as text (the default where not set); lists are joined by commas.
std::string field_text(const google::protobuf::Message& parent,
                       const google::protobuf::FieldDescriptor& field);

/// Sets every field that has none to its default, in all nested messages (repeated fields stay
/// empty).
void set_defaults(google::protobuf::Message& message);

/// The known field that a mistyped name is nearest to; none where nothing is near. `name` may be
/// dotted or the last part alone.
std::optional<std::string> nearest_field(const google::protobuf::Descriptor& type,
                                         const std::string& name);

/// " (did you mean search.visits?)", or a list of the fields where nothing is near.
std::string suggest_field(const google::protobuf::Descriptor& type, const std::string& name);

}  // namespace tandem
