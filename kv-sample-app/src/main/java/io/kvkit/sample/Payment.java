package io.kvkit.sample;

import java.math.BigDecimal;
import java.time.Instant;

record Payment(String id, String account, BigDecimal amount, Instant createdAt) {}
