#include "mcts/symmetry_evaluator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <set>
#include <stdexcept>
#include <vector>

#include "games/random.h"
#include "games/registry.h"
#include "mcts/caching_evaluator.h"
#include "mcts/scripted_evaluator.h"
#include "tests/mcts/brute_force.h"

namespace tandem {
namespace {

/// What an evaluator is shown.
struct Sight {
  std::vector<float> planes;
  std::vector<Action> legal;
  PlayerId side = 0;
  bool operator==(const Sight&) const = default;
};

Sight look(const GameInfo& game, const Position& position, std::span<const Action> legal) {
  Sight sight{std::vector<float>(game.features.size()),
              {legal.begin(), legal.end()},
              position.side_to_move()};
  position.encode(sight.planes);
  return sight;
}

/// What one question shows, and what it is called.
struct Seen {
  Sight sight;
  FeatureKey key;
};

struct Reply {
  std::vector<float> logits;
  Values values{};
  bool operator==(const Reply&) const = default;
};

/// Like a network, sees planes and actions alone; like no network, has a different opinion of every
/// image. Multiples of 1/64, so that sums are exact.
Reply opinion(const Sight& sight) {
  std::uint64_t hash = 7;
  for (const float x : sight.planes)
    hash = (hash ^ std::bit_cast<std::uint32_t>(x)) * 0x9E3779B97F4A7C15ull;
  Reply reply;
  Random values(hash ^ hash >> 31);
  reply.values[0] = static_cast<float>(values.below(128) - 64) / 64;
  reply.values[1] = -reply.values[0];
  for (const Action action : sight.legal) {
    Random random(hash ^ hash >> 31, action + 1);
    reply.logits.push_back(static_cast<float>(random.below(256) - 128) / 64);
  }
  return reply;
}

/// How LookingBatch answers.
enum class Timing { kReady, kQueued, kMixed };

/// Answers with opinion(), and remembers what it was shown.
class LookingBatch : public EvaluationBatch {
 public:
  LookingBatch(const GameInfo& game, Timing timing, std::vector<Seen>* seen)
      : game_(game), timing_(timing), seen_(seen) {}

  Answer add(const Position& position, std::span<const Action> legal,
             const EvaluationSlot& slot) override {
    const Sight sight = look(game_, position, legal);
    if (seen_ != nullptr) seen_->push_back({sight, position.feature_key()});
    ++evaluations_;
    if (timing_ == Timing::kQueued || (timing_ == Timing::kMixed && evaluations_ % 3 == 0)) {
      questions_.emplace_back(sight, slot);
      return Answer::kQueued;
    }
    reply(sight, slot);
    return Answer::kReady;
  }
  Answer judge(const Position&, Values* values) override {
    *values = {0.5f, -0.5f};
    return Answer::kReady;
  }
  void compute() override {
    for (const auto& [sight, slot] : questions_) reply(sight, slot);
    questions_.clear();
  }
  int queued() const override { return static_cast<int>(questions_.size()); }
  std::int64_t evaluations() const override { return evaluations_; }

 private:
  static void reply(const Sight& sight, const EvaluationSlot& slot) {
    const Reply reply = opinion(sight);
    std::ranges::copy(reply.logits, slot.logits.begin());
    *slot.values = reply.values;
  }

  const GameInfo& game_;
  const Timing timing_;
  std::vector<Seen>* const seen_;
  std::vector<std::pair<Sight, EvaluationSlot>> questions_;
  std::int64_t evaluations_ = 0;
};

class LookingEvaluator : public Evaluator {
 public:
  explicit LookingEvaluator(const Game& game, Timing timing = Timing::kReady,
                            std::vector<Seen>* seen = nullptr)
      : game_(game.info()), timing_(timing), seen_(seen) {}
  std::unique_ptr<EvaluationBatch> new_batch() const override {
    return std::make_unique<LookingBatch>(game_, timing_, seen_);
  }

 private:
  const GameInfo game_;
  const Timing timing_;
  std::vector<Seen>* const seen_;
};

Answer ask(const Game& game, EvaluationBatch& batch, const Position& position, Reply& reply) {
  const std::vector<Action> legal = legal_actions_of(game, position);
  reply = {std::vector<float>(legal.size(), -99.0f), {-99, -99}};
  return batch.add(position, legal, {reply.logits, &reply.values});
}

/// The answer, waited for if need be.
Reply answer(const Game& game, EvaluationBatch& batch, const Position& position) {
  Reply reply;
  if (ask(game, batch, position, reply) == Answer::kQueued) batch.compute();
  return reply;
}

/// A position in the middle of a game, and its image under every symmetry, reached by the images of
/// its moves.
using Images = std::vector<std::unique_ptr<Position>>;

std::vector<Images> random_images(const Game& game, int count, std::uint64_t seed) {
  std::vector<Images> all;
  Random random(seed);
  while (static_cast<int>(all.size()) < count) {
    Images images;
    for (std::size_t s = 0; s < game.info().symmetries.size(); ++s) {
      images.push_back(game.initial_position());
    }
    for (int left = random.below(game.info().max_game_length - 1); left > 0; --left) {
      if (images[0]->is_terminal()) break;
      const std::vector<Action> legal = legal_actions_of(game, *images[0]);
      const Action action = legal[random.below(static_cast<int>(legal.size()))];
      for (std::size_t s = 0; s < images.size(); ++s) {
        images[s]->apply(game.info().symmetries[s].actions[action]);
      }
    }
    if (!images[0]->is_terminal()) all.push_back(std::move(images));
  }
  return all;
}

/// An answer for the image under a symmetry, brought back to the original's actions.
Reply brought_back(const Game& game, const Symmetry& symmetry, const Position& original,
                   const Position& image, const Reply& reply) {
  const std::vector<Action> theirs = legal_actions_of(game, image);
  Reply back{{}, reply.values};
  for (const Action action : legal_actions_of(game, original)) {
    const auto place = std::ranges::find(theirs, symmetry.actions[action]) - theirs.begin();
    back.logits.push_back(reply.logits.at(place));
  }
  return back;
}

/// What the images' own answers are, brought back.
std::vector<Reply> replies_of_images(const Game& game, const Images& images) {
  std::vector<Reply> replies;
  for (std::size_t s = 0; s < images.size(); ++s) {
    const Sight sight = look(game.info(), *images[s], legal_actions_of(game, *images[s]));
    replies.push_back(
        brought_back(game, game.info().symmetries[s], *images[0], *images[s], opinion(sight)));
  }
  return replies;
}

Reply mean(const std::vector<Reply>& replies) {
  Reply sum{std::vector<float>(replies[0].logits.size()), {}};
  for (const Reply& reply : replies) {
    for (std::size_t i = 0; i < sum.logits.size(); ++i) sum.logits[i] += reply.logits[i];
    for (std::size_t i = 0; i < sum.values.size(); ++i) sum.values[i] += reply.values[i];
  }
  for (float& logit : sum.logits) logit /= static_cast<float>(replies.size());
  for (float& value : sum.values) value /= static_cast<float>(replies.size());
  return sum;
}

class SymmetryEvaluatorOfGame : public testing::TestWithParam<const char*> {
 protected:
  const std::shared_ptr<const Game> game_ = make_game(GetParam());
  const std::vector<Images> images_ = random_images(*game_, 100, 1);
};

INSTANTIATE_TEST_SUITE_P(Games, SymmetryEvaluatorOfGame,
                         testing::Values("connect_four", "tic_tac_toe"),
                         [](const auto& info) { return std::string(info.param); });

TEST_P(SymmetryEvaluatorOfGame, ShowsWhatImagesLookLike) {
  std::vector<Seen> seen;
  const SymmetryEvaluator average(std::make_shared<LookingEvaluator>(*game_, Timing::kReady, &seen),
                                  *game_, SymmetryMode::kAverage);
  const auto batch = average.new_batch();
  for (const Images& images : images_) {
    seen.clear();
    answer(*game_, *batch, *images[0]);
    ASSERT_EQ(seen.size(), images.size());
    for (std::size_t s = 0; s < images.size(); ++s) {
      EXPECT_EQ(seen[s].sight,
                look(game_->info(), *images[s], legal_actions_of(*game_, *images[s])))
          << game_->info().symmetries[s].name << " of " << images[0]->to_text();
    }
  }
}

TEST_P(SymmetryEvaluatorOfGame, AveragesTheAnswersOfAllImages) {
  for (const Timing timing : {Timing::kReady, Timing::kQueued, Timing::kMixed}) {
    const SymmetryEvaluator average(std::make_shared<LookingEvaluator>(*game_, timing), *game_,
                                    SymmetryMode::kAverage);
    const auto batch = average.new_batch();
    for (const Images& images : images_) {
      EXPECT_EQ(answer(*game_, *batch, *images[0]), mean(replies_of_images(*game_, images)));
    }
  }
}

TEST_P(SymmetryEvaluatorOfGame, AveragesAreTheSameForImages) {
  const auto inner = std::make_shared<LookingEvaluator>(*game_);
  const auto alone = inner->new_batch();
  const SymmetryEvaluator average(inner, *game_, SymmetryMode::kAverage);
  const auto batch = average.new_batch();
  int differ = 0;
  for (const Images& images : images_) {
    const Reply expected = answer(*game_, *batch, *images[0]);
    for (std::size_t s = 0; s < images.size(); ++s) {
      const Symmetry& symmetry = game_->info().symmetries[s];
      const auto back = [&](EvaluationBatch& asked) {
        return brought_back(*game_, symmetry, *images[0], *images[s],
                            answer(*game_, asked, *images[s]));
      };
      EXPECT_EQ(back(*batch), expected) << symmetry.name << " of " << images[0]->to_text();
      differ += back(*alone) != answer(*game_, *alone, *images[0]);
    }
  }
  EXPECT_GT(differ, 50) << "the inner evaluator is symmetric itself: the test shows nothing";
}

// Many positions wait together, some answers are there at once.
TEST_P(SymmetryEvaluatorOfGame, AnswersAWholeBatch) {
  for (const Timing timing : {Timing::kQueued, Timing::kMixed}) {
    const SymmetryEvaluator average(std::make_shared<LookingEvaluator>(*game_, timing), *game_,
                                    SymmetryMode::kAverage);
    const auto batch = average.new_batch();
    for (int round = 0; round < 2; ++round) {
      std::vector<Reply> replies(images_.size());
      for (std::size_t i = 0; i < images_.size(); ++i) {
        const Answer given = ask(*game_, *batch, *images_[i][0], replies[i]);
        if (timing == Timing::kQueued) {
          EXPECT_EQ(given, Answer::kQueued);
        }
      }
      if (timing == Timing::kQueued) {
        EXPECT_EQ(batch->queued(), static_cast<int>(images_.size() * images_[0].size()));
      }
      batch->compute();
      EXPECT_EQ(batch->queued(), 0);
      for (std::size_t i = 0; i < images_.size(); ++i) {
        EXPECT_EQ(replies[i], mean(replies_of_images(*game_, images_[i])));
      }
    }
    EXPECT_EQ(batch->evaluations(), static_cast<int>(2 * images_.size() * images_[0].size()));
  }
}

TEST_P(SymmetryEvaluatorOfGame, RandomModeAsksOneImageChosenBySeedAndPosition) {
  const auto queued = std::make_shared<LookingEvaluator>(*game_, Timing::kQueued);
  const auto ready = std::make_shared<LookingEvaluator>(*game_);
  std::set<std::size_t> drawn;
  int seeds_differ = 0;
  const SymmetryEvaluator random(ready, *game_, SymmetryMode::kRandom, 5);
  const auto batch = random.new_batch();
  for (const Images& images : images_) {
    const Reply reply = answer(*game_, *batch, *images[0]);
    const std::vector<Reply> possible = replies_of_images(*game_, images);
    const auto found = std::ranges::find(possible, reply);
    ASSERT_NE(found, possible.end()) << images[0]->to_text();
    drawn.insert(found - possible.begin());

    // Whenever and however it is asked.
    const SymmetryEvaluator again(queued, *game_, SymmetryMode::kRandom, 5);
    EXPECT_EQ(answer(*game_, *again.new_batch(), *images[0]), reply);
    const SymmetryEvaluator other(queued, *game_, SymmetryMode::kRandom, 6);
    seeds_differ += answer(*game_, *other.new_batch(), *images[0]) != reply;
  }
  EXPECT_EQ(batch->evaluations(), static_cast<int>(images_.size()));
  EXPECT_EQ(drawn.size(), game_->info().symmetries.size());
  EXPECT_GT(seeds_differ, 20);
}

// The cache knows images by their feature key alone: it must neither mix them up nor miss that the
// images of an image are the same again.
TEST_P(SymmetryEvaluatorOfGame, CachesInsideKnowImages) {
  const auto cached = std::make_shared<CachingEvaluator>(
      std::make_shared<LookingEvaluator>(*game_, Timing::kQueued), *game_, 1, 100'000);
  const SymmetryEvaluator average(cached, *game_, SymmetryMode::kAverage);
  const auto batch = average.new_batch();
  for (const Images& images : images_) {
    EXPECT_EQ(answer(*game_, *batch, *images[0]), mean(replies_of_images(*game_, images)));
    const std::int64_t evaluations = batch->evaluations();
    for (const auto& image : images) answer(*game_, *batch, *image);
    EXPECT_EQ(batch->evaluations(), evaluations);
  }
}

TEST_P(SymmetryEvaluatorOfGame, FeatureKeysAreThoseOfWhatIsSeen) {
  std::vector<Seen> seen;
  const SymmetryEvaluator average(std::make_shared<LookingEvaluator>(*game_, Timing::kReady, &seen),
                                  *game_, SymmetryMode::kAverage);
  const auto batch = average.new_batch();
  for (int i = 0; i < 30; ++i) {
    for (const auto& image : images_[i]) answer(*game_, *batch, *image);
  }
  int same = 0;
  for (const Seen& a : seen) {
    for (const Seen& b : seen) {
      ASSERT_EQ(a.sight == b.sight, a.key == b.key);
      same += a.key == b.key;
    }
  }
  EXPECT_GT(same, static_cast<int>(seen.size()));
}

TEST(SymmetryEvaluator, AnswersStayInRange) {
  const auto game = make_game("tic_tac_toe");
  const SymmetryEvaluator average(std::make_shared<ScriptedEvaluator>(*game), *game,
                                  SymmetryMode::kAverage);
  const auto batch = average.new_batch();
  for (const auto& position : all_positions(*game)) {
    const Reply reply = answer(*game, *batch, *position);
    EXPECT_LE(std::abs(reply.values[0]), 1);
    EXPECT_EQ(reply.values[0], -reply.values[1]);
  }
}

TEST(SymmetryEvaluator, PassesJudgementsOn) {
  const auto game = make_game("tic_tac_toe");
  const SymmetryEvaluator average(std::make_shared<LookingEvaluator>(*game), *game,
                                  SymmetryMode::kAverage);
  Values values{};
  EXPECT_EQ(average.new_batch()->judge(*game->initial_position(), &values), Answer::kReady);
  EXPECT_EQ(values, (Values{0.5f, -0.5f}));
}

/// Plays on from what it is shown, which images don't allow.
class PlayingBatch : public EvaluationBatch {
 public:
  Answer add(const Position& position, std::span<const Action>, const EvaluationSlot&) override {
    position.clone();
    return Answer::kReady;
  }
  void compute() override {}
  int queued() const override { return 0; }
  std::int64_t evaluations() const override { return 0; }
};

class PlayingEvaluator : public Evaluator {
 public:
  std::unique_ptr<EvaluationBatch> new_batch() const override {
    return std::make_unique<PlayingBatch>();
  }
};

TEST(SymmetryEvaluator, ImagesCanOnlyBeLookedAt) {
  const auto game = make_game("tic_tac_toe");
  const SymmetryEvaluator average(std::make_shared<PlayingEvaluator>(), *game,
                                  SymmetryMode::kAverage);
  Reply reply;
  EXPECT_THROW(ask(*game, *average.new_batch(), *game->initial_position(), reply),
               std::logic_error);
}

}  // namespace
}  // namespace tandem
