// What both ways of writing a document ask of it.
#pragma once

#include "training/lab/report/document.h"

namespace tandem {

/// Throws Error naming the part: a heading's level, a table without columns or with a row of
/// another length than its header, a figure's name that is no file name or is used twice.
void check_document(const Document& document);

}  // namespace tandem
