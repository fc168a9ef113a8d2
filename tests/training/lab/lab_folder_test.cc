#include "training/lab/lab_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <limits>

#include "games/error.h"

namespace tandem {
namespace {

class LabFolderTest : public testing::Test {
 protected:
  LabFolderTest() { std::filesystem::remove_all(path_); }
  ~LabFolderTest() override { std::filesystem::remove_all(path_); }

  const std::filesystem::path path_ =
      std::filesystem::path(testing::TempDir()) / "tandem_lab_folder_test";
};

TEST_F(LabFolderTest, ReadsBackWhatItWrote) {
  LabFolder folder(LabConfig{}, path_);
  EXPECT_FALSE(folder.has_result("exact", 3));
  const std::vector<Iteration> iterations = {{0, {{"known.exact", 0.25}}},
                                             {1, {{"known.exact", 0.5}, {"reward", 0.125}}}};
  folder.write_result("exact", 3, iterations);
  ASSERT_TRUE(folder.has_result("exact", 3));
  const std::vector<Iteration> read = folder.result("exact", 3);
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(read[1].number, 1);
  EXPECT_EQ(read[1].measures, iterations[1].measures);
}

// JSON has no infinity: written as null it would make the whole arm unreadable.
TEST_F(LabFolderTest, WhatIsNoNumberWasNotMeasured) {
  LabFolder folder(LabConfig{}, path_);
  folder.write_result("exact", 3,
                      {{0,
                        {{"known.exact", 0.25},
                         {"known.perplexity", std::numeric_limits<double>::infinity()},
                         {"reward", std::numeric_limits<double>::quiet_NaN()}}}});
  const Measures expected = {{"known.exact", 0.25}};
  EXPECT_EQ(folder.result("exact", 3).at(0).measures, expected);
}

TEST_F(LabFolderTest, BelongsToOneStudyAtATime) {
  const LabFolder folder(LabConfig{}, path_);
  EXPECT_THROW(LabFolder(LabConfig{}, path_), Error);
}

}  // namespace
}  // namespace tandem
