// Made-up studies whose curves a test sets point by point.
#pragma once

#include <google/protobuf/text_format.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "proto/lab_config.pb.h"
#include "training/lab/iteration.h"

namespace tandem {

inline LabConfig lab_config(const std::string& text) {
  LabConfig config;
  if (!google::protobuf::TextFormat::ParseFromString(text, &config)) {
    throw std::invalid_argument("not a lab config: " + text);
  }
  return config;
}

/// Sets a measure, as it is recorded, from `first_iteration` on. Iterations before it are there,
/// without the measure.
inline void set_curve(ArmResults& arm, std::uint64_t seed, const std::string& measure,
                      const std::vector<double>& curve, int first_iteration = 0) {
  std::vector<Iteration>& iterations = arm[seed];
  const std::size_t first = static_cast<std::size_t>(first_iteration);
  while (iterations.size() < first + curve.size()) {
    iterations.push_back({static_cast<int>(iterations.size()), {}});
  }
  for (std::size_t i = 0; i < curve.size(); ++i) iterations[first + i].measures[measure] = curve[i];
}

/// The same of a share, given in points of 100.
inline void set_points(ArmResults& arm, std::uint64_t seed, const std::string& measure,
                       std::vector<double> curve, int first_iteration = 0) {
  for (double& value : curve) value /= 100;
  set_curve(arm, seed, measure, curve, first_iteration);
}

/// From `start` to `end` in equal steps, both included.
inline std::vector<double> straight(double start, double end, int iterations) {
  std::vector<double> curve;
  for (int i = 0; i <= iterations; ++i) curve.push_back(start + (end - start) * i / iterations);
  return curve;
}

}  // namespace tandem
