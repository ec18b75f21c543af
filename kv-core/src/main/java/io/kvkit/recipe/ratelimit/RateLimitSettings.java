package io.kvkit.recipe.ratelimit;

import io.kvkit.meter.Meter;

/**
 * The settings of one limit.
 *
 * @param name the name of the limit, which headers and errors show
 * @param meter the bands that must all agree
 * @param onStoreFailure what happens if the store fails
 * @since 0.1
 */
public record RateLimitSettings(String name, Meter meter, OnStoreFailure onStoreFailure) {}
