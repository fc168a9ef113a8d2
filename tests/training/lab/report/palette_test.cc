// Whether the colours of lines can be told apart, and seen.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

#include "training/lab/report/series_style.h"

namespace tandem {
namespace {

/// Linear-light sRGB, or Oklab.
using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

/// Machado, Oliveira and Fernandes 2009, "A physiologically-based model for simulation of color
/// vision deficiency", severity 1.
constexpr Matrix kNormal{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
constexpr Matrix kProtanopia{{{0.152286, 1.052583, -0.204868},
                              {0.114503, 0.786281, 0.099216},
                              {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix kDeuteranopia{{{0.367322, 0.860646, -0.227968},
                                {0.280085, 0.672501, 0.047413},
                                {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix kTritanopia{{{1.255528, -0.076749, -0.178779},
                              {-0.078411, 0.930809, 0.147602},
                              {0.004733, 0.691367, 0.303900}}};

Triple product(const Matrix& matrix, const Triple& v) {
  Triple result{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) result[i] += matrix[i][j] * v[j];
  }
  return result;
}

/// Of "#rrggbb", by the sRGB transfer function (IEC 61966-2-1).
Triple linear_light(const std::string& colour) {
  Triple result{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double v = std::stoi(colour.substr(1 + 2 * i, 2), nullptr, 16) / 255.0;
    result[i] = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  }
  return result;
}

/// Ottosson 2020, "A perceptual color space for image processing".
Triple oklab(const Triple& rgb) {
  constexpr Matrix kToCones{{{0.4122214708, 0.5363325363, 0.0514459929},
                             {0.2119034982, 0.6806995451, 0.1073969566},
                             {0.0883024619, 0.2817188376, 0.6299787005}}};
  constexpr Matrix kToLab{{{0.2104542553, 0.7936177850, -0.0040720468},
                           {1.9779984951, -2.4285922050, 0.4505937099},
                           {0.0259040371, 0.7827717662, -0.8086757660}}};
  Triple shown = rgb;
  for (double& v : shown) v = std::fmin(1, std::fmax(0, v));
  Triple cones = product(kToCones, shown);
  for (double& v : cones) v = std::cbrt(v);
  return product(kToLab, cones);
}

double distance(const Triple& a, const Triple& b) {
  return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

double least_distance(const Matrix& vision) {
  double least = std::numeric_limits<double>::infinity();
  for (int i = 0; i < kPaletteSize; ++i) {
    for (int j = 0; j < i; ++j) {
      const auto seen = [&](int number) {
        return oklab(product(vision, linear_light(std::string(palette_colour(number)))));
      };
      least = std::fmin(least, distance(seen(i), seen(j)));
    }
  }
  return least;
}

TEST(Palette, ColoursCanBeToldApart) {
  // A difference of 0.02 is just noticed. The palette of Okabe and Ito, of only eight colours, has
  // 0.076 as its least.
  for (const Matrix& vision : {kNormal, kProtanopia, kDeuteranopia, kTritanopia}) {
    EXPECT_GE(least_distance(vision), 0.08);
  }
}

/// Web Content Accessibility Guidelines 2.1.
double contrast(const std::string& a, const std::string& b) {
  const auto luminance = [](const std::string& colour) {
    const Triple rgb = linear_light(colour);
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  };
  const double ratio = (luminance(a) + 0.05) / (luminance(b) + 0.05);
  return std::fmax(ratio, 1 / ratio);
}

TEST(Palette, ColoursAreSeenOnWhiteAndOnDark) {
  for (int i = 0; i < kPaletteSize; ++i) {
    const std::string colour(palette_colour(i));
    EXPECT_GE(contrast(colour, "#ffffff"), 2.5) << colour;
    EXPECT_GE(contrast(colour, "#0d1117"), 2.5) << colour;
  }
}

TEST(Palette, ASeriesHasItsColourByNumberElseByPlace) {
  Series by_place;
  EXPECT_EQ(style_of(by_place, 4).colour, palette_colour(4));
  EXPECT_EQ(style_of(by_place, 4 + kPaletteSize).colour, palette_colour(4));
  Series by_number;
  by_number.colour = 9 + kPaletteSize;
  EXPECT_EQ(style_of(by_number, 4).colour, palette_colour(9));
  // The same colour again has another mark.
  EXPECT_NE(style_of(by_number, 4).mark, style_of(by_place, 9).mark);
}

}  // namespace
}  // namespace tandem
