package io.kvkit.spring.web;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The rules for problems.
 *
 * @param typeBase the prefix of the type of a problem; its code follows
 * @param help the documentation of idempotency keys for clients; null if there is none
 * @param limitHeaders whether refusals report limits in {@code RateLimit} and {@code RateLimit-Policy}
 */
public record ProblemRules(String typeBase, @Nullable URI help, boolean limitHeaders) {}
