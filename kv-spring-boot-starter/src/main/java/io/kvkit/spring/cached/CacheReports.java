package io.kvkit.spring.cached;

/**
 * Whether responses say where cached results came from.
 *
 * @param enabled whether they do
 */
public record CacheReports(boolean enabled) {}
