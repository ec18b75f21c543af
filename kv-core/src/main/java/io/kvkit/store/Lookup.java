package io.kvkit.store;

import org.jspecify.annotations.Nullable;

/**
 * The result of a read that needed no I/O.
 *
 * @param value the bytes, lent by the store: read them, but do not change or keep them; null if the key is missing
 * @since 0.1
 */
public record Lookup(byte @Nullable [] value) {}
