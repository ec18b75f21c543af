package io.kvkit.spring.web;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The rules for problems.
 *
 * @param typeBase the prefix of the type of a problem; its code follows
 * @param help the documentation of idempotency keys for clients; null if there is none
 * @param limitHeaders the headers in which refusals report limits
 */
public record ProblemRules(String typeBase, @Nullable URI help, LimitHeaderRules limitHeaders) {}
