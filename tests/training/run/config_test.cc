#include "training/run/config.h"

#include <gtest/gtest.h>
