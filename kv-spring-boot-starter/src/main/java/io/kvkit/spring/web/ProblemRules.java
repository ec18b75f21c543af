package io.kvkit.spring.web;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How problems are told.
 *
 * @param typeBase what the type of a problem starts with; its code follows
 * @param help where clients read about idempotency keys; null for nowhere
 * @param limitHeaders whether refusals tell of limits in {@code RateLimit} and {@code RateLimit-Policy}
 */
public record ProblemRules(String typeBase, @Nullable URI help, boolean limitHeaders) {}
