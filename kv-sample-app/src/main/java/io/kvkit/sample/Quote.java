package io.kvkit.sample;

import java.math.BigDecimal;
import java.time.Instant;

record Quote(String symbol, BigDecimal price, Instant at) {}
