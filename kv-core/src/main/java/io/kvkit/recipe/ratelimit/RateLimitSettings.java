package io.kvkit.recipe.ratelimit;

import io.kvkit.meter.Meter;

/**
 * What one limit allows.
 *
 * @param name the name of the limit, as users see it in headers and errors
 * @param meter the bands that must all agree
 * @param onStoreFailure what happens when the store fails
 */
public record RateLimitSettings(String name, Meter meter, OnStoreFailure onStoreFailure) {}
