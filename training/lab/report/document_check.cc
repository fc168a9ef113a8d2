#include "training/lab/report/document_check.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "games/error.h"

namespace tandem {
namespace {

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

/// Remembers the names of figures.
class PartCheck {
 public:
  void operator()(const Heading& heading) const {
    if (heading.level < 2 || heading.level > 4) {
      throw Error(
          fmt::format("Heading \"{}\" has level {}; give 2 to 4 (1 is the document's title)",
                      heading.text, heading.level));
    }
  }

  void operator()(const Table& table) const {
    if (table.header.empty()) throw Error("A table has no columns; give it a header");
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      if (table.rows[row].size() == table.header.size()) continue;
      throw Error(
          fmt::format("Table with the first column \"{}\", row {}: {} cells under {} headers; give "
                      "one for each",
                      table.header.front(), row, table.rows[row].size(), table.header.size()));
    }
  }

  void operator()(const Figure& figure) {
    if (figure.name.empty() ||
        !std::all_of(figure.name.begin(), figure.name.end(), is_name_character)) {
      throw Error(fmt::format(
          "Figure \"{}\": its name becomes a file name; use letters, digits, '_' and '-'",
          figure.name));
    }
    if (!figure_names_.insert(figure.name).second) {
      throw Error(fmt::format(
          "Two figures have the name \"{}\"; one's file would replace the other's", figure.name));
    }
  }

  void operator()(const Paragraph&) const {}
  void operator()(const BulletList&) const {}

 private:
  std::set<std::string> figure_names_;
};

}  // namespace

void check_document(const Document& document) {
  PartCheck check;
  for (const auto& part : document.parts) std::visit(check, part);
}

}  // namespace tandem
