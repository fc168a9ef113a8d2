#include "training/lab/report/plot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "tests/training/lab/report/markup_reader.h"
#include "tests/training/lab/statistics/refusal.h"

namespace tandem {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Plot plot_of(std::vector<Series> series) {
  return {"Title", "iteration", "percent", std::move(series), {}, {}};
}

/// The plot's SVG read back; well-formed, or the test fails.
Markup drawn(const Plot& plot) {
  Markup markup = read_markup(svg_of(plot));
  EXPECT_EQ(markup.error, "");
  return markup;
}

struct Pixel {
  double x = 0;
  double y = 0;
};

/// Path data that consists of points after M and L.
std::vector<Pixel> points_of(const MarkupElement& path) {
  std::string data = path.attribute("d");
  for (char& c : data) {
    if (std::string("MLZ,").find(c) != std::string::npos) c = ' ';
  }
  std::istringstream stream(data);
  std::vector<Pixel> points;
  for (Pixel point; stream >> point.x >> point.y;) points.push_back(point);
  EXPECT_TRUE(stream.eof()) << data;
  return points;
}

double number(const MarkupElement& element, const std::string& key) {
  return std::stod(element.attribute(key));
}

/// What a reader does: a pixel's value from the labels of the first and the last tick.
class ReadingByTicks {
 public:
  explicit ReadingByTicks(const Markup& markup)
      : x_ticks_(markup.all("text", "x-tick")), y_lines_(markup.all("line", "grid")) {
    const auto labels = markup.texts("text", "y-tick");
    y_low_ = std::stod(labels.front());
    y_high_ = std::stod(labels.back());
  }

  double x(double pixel) const {
    const MarkupElement& low = x_ticks_.front();
    const MarkupElement& high = x_ticks_.back();
    return between(pixel, number(low, "x"), number(high, "x"), std::stod(low.text),
                   std::stod(high.text));
  }
  double y(double pixel) const {
    return between(pixel, number(y_lines_.front(), "y1"), number(y_lines_.back(), "y1"), y_low_,
                   y_high_);
  }

 private:
  static double between(double pixel, double pixel_low, double pixel_high, double low,
                        double high) {
    return low + (pixel - pixel_low) / (pixel_high - pixel_low) * (high - low);
  }

  std::vector<MarkupElement> x_ticks_;
  std::vector<MarkupElement> y_lines_;
  double y_low_ = 0;
  double y_high_ = 0;
};

/// Paths have a hundredth of a pixel, an axis hundreds of pixels.
void expect_path(const Markup& markup, const MarkupElement& path, const std::vector<double>& x,
                 const std::vector<double>& y) {
  const ReadingByTicks reading(markup);
  const std::vector<Pixel> points = points_of(path);
  ASSERT_EQ(points.size(), x.size());
  const double x_unit = std::abs(reading.x(1) - reading.x(0));
  const double y_unit = std::abs(reading.y(1) - reading.y(0));
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_NEAR(reading.x(points[i].x), x[i], 0.05 * x_unit);
    EXPECT_NEAR(reading.y(points[i].y), y[i], 0.05 * y_unit);
  }
}

TEST(Plot, PointsLieWhereTheTicksSay) {
  const std::vector<double> x{0.1, 0.25, 1.7, 2.6};
  const std::vector<double> y{-3, 12.5, 7, 11.25};
  const Markup markup = drawn(plot_of({{"a", x, y}}));
  const auto lines = markup.all("path", "line");
  ASSERT_THAT(lines, SizeIs(2));  // the series and its sample in the legend
  expect_path(markup, lines[0], x, y);
  // Right is more, and up is more.
  const std::vector<Pixel> points = points_of(lines[0]);
  EXPECT_LT(points[0].x, points[1].x);
  EXPECT_GT(points[0].y, points[1].y);
}

TEST(Plot, PointsLieWhereTheTicksSayInAGivenRange) {
  const std::vector<double> x{3, 4, 9};
  const std::vector<double> y{20, 84, 90};
  Plot plot = plot_of({{"a", x, y}});
  plot.y_range = {{50, 100}};
  const Markup markup = drawn(plot);
  EXPECT_THAT(markup.texts("text", "y-tick"), ElementsAre("50", "60", "70", "80", "90", "100"));
  expect_path(markup, markup.all("path", "line")[0], x, y);
  // 20 is outside, and the <svg> around the lines cuts it off.
  EXPECT_EQ(markup.all("svg").at(1).attribute("overflow"), "hidden");
  const MarkupElement inner = markup.all("svg").at(1);
  EXPECT_GT(points_of(markup.all("path", "line")[0])[0].y,
            number(inner, "y") + number(inner, "height"));
}

TEST(Plot, BandGoesAlongHighAndBackAlongLow) {
  const std::vector<double> x{0, 1, 2};
  const Markup markup = drawn(plot_of({{"a", x, {50, 60, 70}, {45, 57, 62}, {55, 61, 77}}}));
  ASSERT_THAT(markup.all("path", "band"), SizeIs(1));
  expect_path(markup, markup.all("path", "band")[0], {0, 1, 2, 2, 1, 0}, {55, 61, 77, 62, 57, 45});
}

TEST(Plot, BandsCountForTheRange) {
  const Markup markup = drawn(plot_of({{"a", {0, 1}, {50, 50}, {3, 50}, {50, 97}}}));
  EXPECT_THAT(markup.texts("text", "y-tick"), ElementsAre("0", "20", "40", "60", "80", "100"));
}

TEST(Plot, WholeNumbersHaveWholeTicks) {
  EXPECT_THAT(drawn(plot_of({{"a", {0, 1, 2, 3}, {1, 2, 3, 4}}})).texts("text", "x-tick"),
              ElementsAre("0", "1", "2", "3"));
  EXPECT_THAT(drawn(plot_of({{"a", {0, 1, 2, 2.5}, {1, 2, 3, 4}}})).texts("text", "x-tick"),
              ElementsAre("0.0", "0.5", "1.0", "1.5", "2.0", "2.5"));
}

TEST(Plot, AxesReachFromEndToEnd) {
  const Markup markup = drawn(plot_of({{"a", {0, 1, 2, 3}, {0, 100, 40, 60}}}));
  const auto ticks = markup.all("text", "x-tick");
  const auto grid = markup.all("line", "grid");
  EXPECT_EQ(ticks.front().attribute("x"), grid.front().attribute("x1"));
  EXPECT_EQ(ticks.back().attribute("x"), grid.front().attribute("x2"));
  const MarkupElement x_axis = markup.all("line", "axis").back();
  EXPECT_EQ(x_axis.attribute("y1"), grid.front().attribute("y1"));  // zero
  EXPECT_EQ(x_axis.attribute("x1"), grid.front().attribute("x1"));
  EXPECT_EQ(x_axis.attribute("x2"), grid.front().attribute("x2"));
}

TEST(Plot, TheMarkLiesWhereTheTicksSay) {
  Plot plot = plot_of({{"a", {0, 10}, {0, 1}}});
  EXPECT_THAT(drawn(plot).all("line", "x-mark"), IsEmpty());
  for (const double mark : {4.5, 12.0}) {  // the second beyond all points
    plot.x_mark = mark;
    const Markup markup = drawn(plot);
    ASSERT_THAT(markup.all("line", "x-mark"), SizeIs(1));
    const MarkupElement line = markup.all("line", "x-mark")[0];
    EXPECT_NEAR(ReadingByTicks(markup).x(number(line, "x1")), mark, 0.01);
    EXPECT_EQ(line.attribute("x1"), line.attribute("x2"));
    EXPECT_LT(number(line, "x1"), 720);
  }
}

TEST(Plot, MarksAndDashesAreAsAsked) {
  const std::vector<double> x{0, 1, 2};
  const std::vector<double> y{5, 6, 8};
  Series series{"a", x, y};
  EXPECT_THAT(drawn(plot_of({series})).all("path", "mark"), IsEmpty());
  EXPECT_EQ(drawn(plot_of({series})).all("path", "line")[0].attribute("stroke-dasharray"), "");
  series.points = true;
  series.dashed = true;
  const Markup markup = drawn(plot_of({series}));
  const auto marks = markup.all("path", "mark");
  ASSERT_THAT(marks, SizeIs(4));  // one of them in the legend
  const std::vector<Pixel> points = points_of(markup.all("path", "line")[0]);
  for (std::size_t i = 0; i < 3; ++i) {
    std::ostringstream translation;
    translation.precision(2);
    translation << std::fixed << "translate(" << points[i].x << " " << points[i].y << ")";
    EXPECT_EQ(marks[i].attribute("transform"), translation.str());
  }
  EXPECT_NE(markup.all("path", "line")[0].attribute("stroke-dasharray"), "");
  EXPECT_NE(markup.all("path", "line")[1].attribute("stroke-dasharray"), "");
}

TEST(Plot, ASinglePointIsSeen) {
  const Markup markup = drawn(plot_of({{"a", {3}, {0.4}, {0.3}, {0.5}}}));
  EXPECT_THAT(markup.texts("text", "x-tick"), ElementsAre("3"));
  EXPECT_THAT(markup.all("path", "mark"), SizeIs(2));
  const std::vector<Pixel> error_bar = points_of(markup.all("path", "band").at(0));
  const ReadingByTicks reading(markup);
  ASSERT_THAT(error_bar, SizeIs(2));
  EXPECT_NEAR(reading.y(error_bar[0].y), 0.5, 0.001);
  EXPECT_NEAR(reading.y(error_bar[1].y), 0.3, 0.001);
  EXPECT_EQ(error_bar[0].x, error_bar[1].x);
}

TEST(Plot, AConstantSeriesHasAnAxisAroundIt) {
  for (const double constant : {-7.0, 0.0, 1.0, 84.0}) {
    const std::vector<double> x{0, 1};
    const std::vector<double> y{constant, constant};
    const Markup markup = drawn(plot_of({{"a", x, y}}));
    EXPECT_GE(markup.all("text", "y-tick").size(), 2u);
    expect_path(markup, markup.all("path", "line")[0], x, y);
  }
}

TEST(Plot, WithoutPointsSaysSo) {
  EXPECT_THAT(drawn(plot_of({})).texts("text"), Contains("no points"));
  EXPECT_THAT(drawn({}).texts("text"), Contains("no points"));
  const Markup markup = drawn(plot_of({{"gone", {}, {}}}));
  EXPECT_THAT(markup.texts("text"), Contains("no points"));
  EXPECT_THAT(markup.texts("text"), Contains("gone (no points)"));
}

TEST(Plot, NamesAreText) {
  const std::string nasty = "<script>&\"'</svg>";
  Plot plot{nasty, nasty, nasty, {{nasty, {0, 1}, {0, 1}}}, {}, {}};
  const Markup markup = drawn(plot);
  EXPECT_THAT(markup.all("script"), IsEmpty());
  EXPECT_THAT(markup.all("svg"), SizeIs(2));
  const auto texts = markup.texts("text");
  EXPECT_EQ(std::count(texts.begin(), texts.end(), nasty), 4);  // title, both labels, legend
  EXPECT_THAT(markup.elements.front().attribute("aria-label"), HasSubstr(nasty));
  EXPECT_THAT(markup.texts("title"), ElementsAre(nasty));
}

TEST(Plot, BytesThatAreNoTextAreReplaced) {
  const std::string svg = svg_of({"a\xff\x01", "", "", {}, {}, {}});
  EXPECT_THAT(svg, HasSubstr("a\uFFFD\uFFFD"));
  EXPECT_EQ(svg.find('\xff'), std::string::npos);
  EXPECT_EQ(svg.find('\x01'), std::string::npos);
}

TEST(Plot, FitsIntoAPageOfMany) {
  const std::string svg = svg_of(plot_of({{"a", {0, 1}, {0, 1}}}));
  const Markup markup = read_markup(svg);
  EXPECT_EQ(svg.find("http"), svg.find("http://www.w3.org/2000/svg\""));
  EXPECT_EQ(svg.find("http", svg.find("http") + 1), std::string::npos);
  for (const MarkupElement& element : markup.elements) {
    EXPECT_EQ(element.attribute("id"), "") << element.name;
    EXPECT_EQ(element.attribute("href"), "") << element.name;
  }
}

// ---- Nothing lies over anything else -----------------------------------------------------------

struct Box {
  double left = 0;
  double right = 0;
  double top = 0;
  double bottom = 0;
  std::string text;
};

/// Where a text lies in a font of usual width. Ascenders reach 0.75 of its size above the baseline,
/// descenders 0.2 below.
Box box_of(const MarkupElement& text, double default_size) {
  const std::string size_given = text.attribute("font-size");
  const double size = size_given.empty() ? default_size : std::stod(size_given);
  const double width = 0.56 * size * static_cast<double>(text.text.size());
  const std::string anchor = text.attribute("text-anchor");
  const double shift = anchor == "middle" ? 0.5 : anchor == "end" ? 1 : 0;
  const double left = number(text, "x") - shift * width;
  const double baseline = number(text, "y");
  return {left, left + width, baseline - 0.75 * size, baseline + 0.2 * size, text.text};
}

bool overlap(const Box& a, const Box& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

Plot crowded_plot(double x_offset) {
  Plot plot{
      "How the share of exact matches of the network alone goes on from iteration to iteration, "
      "by arm",
      "iteration, of which each translates new sources and trains on what the judge likes best",
      "exact matches, percent of the test sentences, mean of five seeds and 95 % interval",
      {},
      {},
      {}};
  for (int i = 0; i < 12; ++i) {
    Series series{"arm number " + std::to_string(i), {}, {}};
    for (int k = 0; k <= 30; ++k) {
      series.x.push_back(x_offset + k * 0.37);
      series.y.push_back(1e5 * (i + std::sin(k)));
    }
    plot.series.push_back(series);
  }
  plot.series[3].name = "an arm with so long a name that a single line of the legend is no room";
  plot.series[7].name = std::string(90, 'x');
  return plot;
}

TEST(Plot, NoTextLiesOverAnother) {
  for (const double x_offset : {0.0, 123456.0}) {
    const Markup markup = drawn(crowded_plot(x_offset));
    const double height = number(markup.elements.front(), "height");
    std::vector<Box> boxes;
    for (const auto& text : markup.all("text")) {
      boxes.push_back(box_of(text, number(markup.elements.front(), "font-size")));
    }
    ASSERT_GE(boxes.size(), 12u + 4u);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      EXPECT_GE(boxes[i].left, 0) << boxes[i].text;
      EXPECT_LE(boxes[i].right, 720) << boxes[i].text;
      EXPECT_GE(boxes[i].top, 0) << boxes[i].text;
      EXPECT_LE(boxes[i].bottom, height) << boxes[i].text;
      for (std::size_t j = 0; j < i; ++j) {
        EXPECT_FALSE(overlap(boxes[i], boxes[j])) << boxes[i].text << " / " << boxes[j].text;
      }
    }
  }
}

TEST(Plot, TheLegendLiesOutsideThePlot) {
  const Markup markup = drawn(crowded_plot(0));
  const MarkupElement area = markup.all("svg").at(1);
  const double bottom = number(area, "y") + number(area, "height");
  const auto lines = markup.all("path", "line");
  ASSERT_THAT(lines, SizeIs(24));
  for (std::size_t i = 12; i < 24; ++i) {  // the samples: "Mx,yhwidth"
    const std::string data = lines[i].attribute("d");
    EXPECT_GT(std::stod(data.substr(data.find(',') + 1)), bottom);
    EXPECT_EQ(lines[i].attribute("stroke"), lines[i - 12].attribute("stroke"));
  }
}

// ---- Bad input ---------------------------------------------------------------------------------

TEST(Plot, RefusesListsThatDontMatch) {
  const auto of = [](Series series) { return refusal([&] { svg_of(plot_of({{}, series})); }); };
  EXPECT_EQ(of({"net", {0, 1, 2}, {1, 2}}),
            "Plot \"Title\", series \"net\": 2 values of y for 3 of x; give one for each");
  EXPECT_EQ(of({"net", {0, 1}, {1, 2}, {0, 1}, {3}}),
            "Plot \"Title\", series \"net\": 2 values of low and 1 of high for 2 of y; give one of "
            "both for each, or none for a line without a band");
  EXPECT_THAT(of({"net", {0, 1}, {1, 2}, {0, 1}, {}}), HasSubstr("0 of high"));
  EXPECT_THAT(of({"net", {0, 1}, {1, 2}, {}, {1, 2}}), HasSubstr("0 values of low"));
  EXPECT_EQ(of({"net", {0, 2, 1}, {1, 2, 3}}),
            "Plot \"Title\", series \"net\": x goes back from 2 to 1; give the points in ascending "
            "order of x");
}

TEST(Plot, RefusesWhatIsNoNumber) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double bad : {nan, infinity, -infinity, 1e101}) {
    for (int list = 0; list < 4; ++list) {
      Series series{"net", {0, 1}, {1, 2}, {0, 1}, {2, 3}};
      std::vector<double>* lists[] = {&series.x, &series.y, &series.low, &series.high};
      (*lists[list])[1] = bad;
      EXPECT_THAT(refusal([&] { svg_of(plot_of({series})); }),
                  HasSubstr("Plot \"Title\", series \"net\": value 1 of "));
    }
    Plot plot = plot_of({});
    plot.x_mark = bad;
    EXPECT_THAT(refusal([&] { svg_of(plot); }), HasSubstr("x_mark"));
    plot = plot_of({});
    plot.y_range = {{0, bad}};
    EXPECT_THAT(refusal([&] { svg_of(plot); }), HasSubstr("y_range"));
  }
}

TEST(Plot, RefusesAnEmptyRange) {
  Plot plot = plot_of({});
  plot.y_range = {{1, 1}};
  EXPECT_EQ(refusal([&] { svg_of(plot); }),
            "Plot \"Title\": y_range goes from 1 to 1; its end must lie above its start");
}

TEST(Plot, StaysDrawableAtTheEdgesOfItsDomain) {
  Plot plot = plot_of({{"a", {-1e100, 0, 1e100}, {-1e100, 0, 1e100}}});
  const Markup wide = drawn(plot);
  expect_path(wide, wide.all("path", "line")[0], {-1e100, 0, 1e100}, {-1e100, 0, 1e100});
  plot.y_range = {{0, 1e-6}};
  for (const Pixel& point : points_of(drawn(plot).all("path", "line")[0])) {
    EXPECT_LE(std::abs(point.y), 1e5);
  }
}

}  // namespace
}  // namespace tandem
