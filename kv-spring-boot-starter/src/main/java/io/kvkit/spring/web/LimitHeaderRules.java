package io.kvkit.spring.web;

/**
 * The headers in which responses report limits.
 *
 * @param standard whether there are {@code RateLimit} and {@code RateLimit-Policy}
 * @param legacy whether there are {@code X-RateLimit-Limit}, {@code X-RateLimit-Remaining} and {@code X-RateLimit-Reset}
 */
public record LimitHeaderRules(boolean standard, boolean legacy) {}
