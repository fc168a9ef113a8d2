// e^x from additions, multiplications and bit moves alone. The C library's exp may differ in the
// last bit between processors; this one can't, so a search with given answers makes the same moves
// everywhere.
#pragma once

#include <bit>
#include <cstdint>

namespace tandem {

/// e^x for x <= 0, relative error below 3e-7; 0 below -87, and 1 above 0 (softmax subtracts the
/// maximum first). Cody-Waite reduction x = k ln 2 + r, |r| <= ln 2 / 2, then the Taylor polynomial
/// of degree 6, in an order that lets processors compute its parts side by side.
inline float exp_nonpositive(float x) {
  if (!(x > -87.0f)) return 0.0f;
  if (x > 0.0f) x = 0.0f;
  const auto k = static_cast<std::int32_t>(x * 1.44269504f - 0.5f);
  const float kf = static_cast<float>(k);
  const float r = (x - kf * 0.693359375f) + kf * 2.12194440e-4f;
  const float r2 = r * r;
  const float low = (0.5f + r * (1.0f / 6.0f)) * r2;
  const float high = ((1.0f / 24.0f + r * (1.0f / 120.0f)) + r2 * (1.0f / 720.0f)) * (r2 * r2);
  return (1.0f + (r + (low + high))) * std::bit_cast<float>((k + 127) << 23);
}

}  // namespace tandem
