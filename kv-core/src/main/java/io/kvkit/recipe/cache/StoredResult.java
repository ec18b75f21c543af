package io.kvkit.recipe.cache;

import io.kvkit.claim.ClaimRecord;
import io.kvkit.recipe.cache.near.NearRead;
import org.jspecify.annotations.Nullable;

/**
 * A fresh result that was read and not yet decoded.
 *
 * @param begun the read that found it; null if the near cache does not keep it
 * @param bytes the bytes of its record
 * @param record the view of the bytes
 * @since 0.1
 */
public record StoredResult(@Nullable NearRead begun, byte[] bytes, ClaimRecord record) {}
